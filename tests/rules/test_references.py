"""Who names what: exactly the places that break when a part is not there any more."""

import copy
import dataclasses
import re
from collections.abc import Iterable
from typing import Any

import pytest

from dougong.host.install.bundles import base_bundle, stock_bundles
from dougong.metamodel.check import FAMILIES
from dougong.metamodel.check.expressions import Site
from dougong.metamodel.check.references import Part, Reference, structure
from dougong.metamodel.check.subject import Subject
from dougong.metamodel.compile import build
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.metamodel.parse import parse_all
from dougong.rules.check_expressions import check_expressions
from dougong.rules.references import by_part, reached, references

from tests.metamodel.workshop import BASE, bundle

Places = set[tuple[str, str, str]]
_GONE = "zz_gone"


def renamed(documents: list[Document], part: Part) -> list[Document] | None:
    """The documents with a part's definition under another key, and nothing else changed; None where it has none."""
    found = copy.deepcopy(documents)
    for one in found:
        raw: Any = one.raw
        if (
            part.kind in ("view", "page", "role", "entity", "options")
            and one.kind == part.kind
            and raw["key"] == part.key
        ):
            raw["key"] = _GONE
            return found
        if one.kind == "entity" and (raw.get("extends") or raw["key"]) == (part.entity or None):
            for field in raw["fields"]:
                if part.kind == "field" and field["key"] == part.key:
                    field.update(key=_GONE, label={"zh-CN": _GONE, "en": _GONE})
                    return found
                for option in field.get("options", ()):
                    if part.kind == "option" and field["key"] == part.field and option["key"] == part.key:
                        option.update(key=_GONE, label={"zh-CN": _GONE, "en": _GONE})
                        return found
    return None


def broken(documents: list[Document], asked: Iterable[Site]) -> Places:
    """Where something is not found any more."""
    parsed, _ = parse_all(documents)
    model, problems = build(parsed)
    subject = Subject(model, tuple(parsed))
    for family in FAMILIES:
        problems += list(family(subject))
    problems += check_expressions(model, [_now(model, one) for one in asked if one.entity in model.entities])
    lost = [one for one in problems if one.severity == "error" and re.match("unknown|expression|default", one.code)]
    return {(one.app, one.file, one.path) for one in lost if "$.fields." not in one.path}  # the system's own have none


def _now(model: Model, site: Site) -> Site:
    """The expression, giving what its field takes now."""
    field = model.entities[site.entity].fields.get(site.field)
    return site if field is None or site.expected is None else dataclasses.replace(site, expected=field.value_type)


def places(found: Iterable[Reference]) -> Places:
    return {(one.app, one.file, one.path) for one in found}


WORKSHOP = [*BASE.documents, *bundle().documents]


EVERY, SITES = references(WORKSHOP), structure(WORKSHOP)[1]


@pytest.mark.parametrize(
    "part",
    [one for one in dict.fromkeys(one.to for one in EVERY) if renamed(WORKSHOP, one) is not None],
    ids=lambda part: ".".join(filter(None, (part.kind, part.entity, part.field, part.key))),
)
def test_references_are_where_it_breaks(part: Part) -> None:
    without = renamed(WORKSHOP, part)
    assert without is not None
    lost, known = broken(without, SITES), places(reached(by_part(EVERY), part))
    # What names something inside of what is gone may not be asked for any more: a gone entity's form names no field.
    assert places(one for one in EVERY if one.to == part) <= lost <= known


@pytest.mark.proof
def test_references_of_every_stock_app() -> None:
    """The same for each field, option, view, page and role of the apps that come along: some 2,000 parts."""
    documents = [one for app in (base_bundle(), *stock_bundles()) for one in app.documents]
    every, asked = references(documents), structure(documents)[1]
    for part in dict.fromkeys(one.to for one in every):
        without = renamed(documents, part)
        if without is not None:
            lost = broken(without, asked)
            assert places(one for one in every if one.to == part) <= lost <= places(reached(by_part(every), part)), part
