"""What is wrong with one form of a draft, at the part concerned: a field that is gone, a row too wide, a condition that reads wrong."""

from collections.abc import Mapping
from typing import Any

from dougong.metamodel.check import forms
from dougong.metamodel.check.expressions import sites
from dougong.metamodel.check.subject import Subject
from dougong.metamodel.documents import Document
from dougong.metamodel.form import Form
from dougong.metamodel.model import Model
from dougong.metamodel.parse import Parsed
from dougong.metamodel.places import steps
from dougong.metamodel.problem import Problem
from dougong.rules.check_expressions import check_expressions


def form_problems(model: Model, file: str, raw: Mapping[str, Any], form: Form) -> dict[str, list[tuple[str, Problem]]]:
    """Part -> (property, Problem); a part is `field:<key>`, `section:<key>`, or empty for the form as a whole.

    `file` is `app/file`, `raw` its JSON; warnings are among them.
    """
    app, _, name = file.partition("/")
    subject = Subject(model, (Parsed(Document(app, "form", name, raw), form),))
    found: dict[str, list[tuple[str, Problem]]] = {}
    wrong = list(forms.check(subject))
    if form.entity in model.entities:
        wrong += check_expressions(model, tuple(sites(subject)))
    for one in wrong:
        part, name = _part(form, one.path)
        found.setdefault(part, []).append((name, one))
    return found


def _part(form: Form, path: str) -> tuple[str, str]:
    """`$.sections[2].rows[0][1].visible_when` -> the field there and `visible_when`."""
    way = steps(path)
    last = str(way[-1]) if way else ""
    if way[:1] != ["sections"] or len(way) < 2:
        return "", last
    section = form.sections[int(way[1])]
    if way[2:3] == ["rows"] and len(way) > 4:
        return f"field:{section.rows[int(way[3])][int(way[4])].field}", last
    return f"section:{section.key}", last
