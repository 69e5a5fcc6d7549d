"""What is wrong with one view of a draft, at the part concerned; and the view as it can be drawn without that."""

import re
from collections.abc import Mapping
from typing import Any

from dougong.expressions import ExpressionError, Schema, check
from dougong.metamodel.check import views
from dougong.metamodel.check.expressions import sites
from dougong.metamodel.check.subject import Subject
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.metamodel.parse import Parsed
from dougong.metamodel.places import steps
from dougong.metamodel.problem import Problem
from dougong.metamodel.value_type import ValueType
from dougong.metamodel.view import Column, View
from dougong.rules.check_expressions import check_expressions

from .view_slots import SLOTS

Found = dict[str, list[tuple[str, Problem]]]
"""Part -> (property, Problem)."""


def view_problems(model: Model, file: str, raw: Mapping[str, Any], view: View) -> Found:
    """A part is `<slot>:<path>`, `colours:<number>`, or empty for the view as a whole; warnings are among them."""
    app, _, name = file.partition("/")
    subject = Subject(model, (Parsed(Document(app, "view", name, raw), view),))
    wrong = list(views.check(subject))
    if view.entity in model.entities:
        wrong += check_expressions(model, tuple(sites(subject)))
    found: Found = {}
    for one in wrong:
        part, last = _part(view, one.path)
        found.setdefault(part, []).append((last, one))
    return found


def why_wrong(model: Model, entity: str, source: str, *, everywhere: bool = False) -> Problem | None:
    """Why a text is no condition over an object's records, None when it is one; `everywhere`: the database asks it too."""
    try:
        check(source, Schema(model, entity), ValueType("bool"), "sql" if everywhere else None)
    except ExpressionError as error:
        return next(iter(error.problems), None)
    return None


def sound(view: View, problems: Found) -> View:
    """The view without what its definitions cannot answer for."""
    wrong = {part for part, found in problems.items() if any(one.severity == "error" for _, one in found)}
    whole = {name for name, one in problems.get("", ()) if one.severity == "error"}

    def good(slot: str, path: str) -> bool:
        return f"{slot}:{path}" not in wrong

    update: dict[str, Any] = {
        "columns": tuple(one for one in view.columns if good("columns", _path(one))),
        "sort": tuple(one for one in view.sort if good("sort", one.removeprefix("-"))),
        "sums": tuple(one for one in view.sums if good("sums", one)),
        "colours": tuple(rule for n, rule in enumerate(view.colours) if f"colours:{n}" not in wrong),
        "filter": None if "filter" in whole else view.filter,
    }
    for slot in ("group", "start", "end", "weighted"):
        path = getattr(view, slot)
        update[slot] = path if path and good(slot, path) else None
    if view.card is not None:
        single = {
            name: path if (path := getattr(view.card, name)) and good(name, path) else None
            for name in ("title", "avatar", "image", "next", "due")
        }
        lines = tuple(one for one in view.card.lines if good("lines", one))
        alert = None if whole & {"alert_when", "alert_words"} else view.card.alert_when
        update["card"] = view.card.model_copy(update={**single, "lines": lines, "alert_when": alert})
    return view.model_copy(update=update)


def _part(view: View, path: str) -> tuple[str, str]:
    """`$.card.lines[1]` -> the field there, and `lines`; `$.colours[0].when` -> rule 0, and `when`."""
    way = steps(path)
    words = [str(one) for one in way if not str(one).isdigit()]
    number = next((int(one) for one in map(str, way) if re.fullmatch(r"\d+", one)), None)
    last = words[-1] if words else ""
    if words[:1] == ["colours"] and number is not None:
        return f"colours:{number}", last
    name = next((one for one in words if one in SLOTS), "")
    at = view.card if words[:1] == ["card"] else view
    if not name or at is None:
        return "", last
    given = getattr(at, name)
    if number is not None:
        return f"{name}:{_path(given[number])}", last
    return (f"{name}:{_path(given)}", last) if given else ("", last)


def _path(entry: Any) -> str:
    return entry.field if isinstance(entry, Column) else str(entry).removeprefix("-")
