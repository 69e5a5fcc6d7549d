"""What is wrong with one page of a draft, at the part concerned: a tile, a value, a group or a list of a record's page."""

from collections.abc import Mapping
from typing import Any

from dougong.metamodel.check import pages
from dougong.metamodel.check.expressions import sites
from dougong.metamodel.check.subject import Subject
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.parse import Parsed
from dougong.metamodel.problem import Problem
from dougong.rules.check_expressions import check_expressions

Found = dict[str, list[tuple[str, Problem]]]
"""Part -> (property, Problem)."""


def tile_problems(model: Model, page: Page) -> Found:
    """By the key of the tile; what one tile says wrong keeps no other from being looked at."""
    found: Found = {}
    for widget in page.widgets:
        alone = page.model_copy(update={"widgets": (widget,), "record": None, "entity": None, "roles": ()})
        for one in _problems(model, alone):
            name = one.path.removeprefix("$.widgets[0]").lstrip(".")
            found.setdefault(widget.key, []).append((name, one))
    return found


def page_problems(model: Model, page: Page) -> list[Problem]:
    """What is wrong with the page itself, its parts left out."""
    bare = page.model_copy(update={"record": None, "widgets": ()})
    return [one for one in _problems(model, bare) if one.code != "empty"]


def record_problems(model: Model, page: Page) -> Found:
    """By part: `tab:<tab>` (empty: the page itself) for its groups and lists, with the path within the page."""
    found: Found = {}
    if page.record is None or page.entity not in model.entities:
        return found
    for one in _problems(model, page.model_copy(update={"widgets": ()})):
        found.setdefault(one.path.removeprefix("$.record."), []).append(("", one))
    return found


def _problems(model: Model, page: Page) -> list[Problem]:
    """Formulas are looked at only where what they stand in is sound: they are about what it names."""
    raw: Mapping[str, Any] = page.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    subject = Subject(model, (Parsed(Document("", "page", "page.json", dict(raw)), page),))
    wrong = list(pages.check(subject))
    if not any(one.severity == "error" and one.code != "empty" for one in wrong):
        wrong += check_expressions(model, tuple(sites(subject)))
    return wrong
