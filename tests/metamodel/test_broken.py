"""A thousand definitions broken at random: each gives a Problem in the right file that points to the broken place."""

import copy
import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dougong.metamodel.check import check_app
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Bundle, Document, bundle_from_files, load_folder
from dougong.metamodel.places import at, step
from dougong.rules import compile_rules
from dougong.rules.check_expressions import check_expressions

from tests.metamodel.workshop import BASE, bundle

APPS = sorted(folder.parent for folder in (Path(__file__).parents[2] / "apps").glob("*/app.json"))
BUNDLES = {"base": BASE, "workshop": bundle(), **{folder.name: load_folder(folder) for folder in APPS}}
LONG = bool(os.environ.get("DOUGONG_PROOF")) or os.environ.get("HYPOTHESIS_PROFILE") == "proof"
TIMES = 1000 if LONG else 300

REFERENCES = {"to", "entity", "title", "view", "page", "options_from", "owned_by", "group", "when_role", "tab", "home"}
EXPRESSIONS = {"formula", "default_formula", "filter", "badge", "reject_when", "visible_when", "required_when", "when"}
FREE = {"default", "texts", "values"}
"""Parts in which almost anything may stand."""
NAMED = {"stages", "gates", "depends_on", "fields", "entities"}
"""Objects whose property names are references, when they are objects."""


def places(raw: Any, path: str = "$") -> Iterator[tuple[str, str, Any]]:
    """(path, last step, value) of everything in a document, free parts left out."""
    pairs = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for key, value in pairs:
        if key in FREE:
            continue
        where = path + step(key)
        yield where, str(key), value
        yield from places(value, where)


def set_at(raw: Any, path: str, value: Any) -> Any:
    """A copy with another value at a path."""
    raw = copy.deepcopy(raw)
    parents = [one for one, _, _ in places(raw) if path.startswith(one) and one != path]
    parent = at(raw, max(parents, key=len)) if parents else raw
    for key in list(parent) if isinstance(parent, dict) else range(len(parent)):
        if (max(parents, key=len) if parents else "$") + step(key) == path:
            parent[key] = value
    return raw


def wrong_type(path: str, key: str, value: Any) -> Any:
    return {"not": ["this"]} if not isinstance(value, dict) else "not this"


def unknown_reference(path: str, key: str, value: Any) -> Any:
    return f"{value}_zz" if key in REFERENCES and isinstance(value, str) else None


def broken_expression(path: str, key: str, value: Any) -> Any:
    return f"{value} +" if key in EXPRESSIONS and isinstance(value, str) else None


def unknown_property(path: str, key: str, value: Any) -> Any:
    named = key in NAMED and "default" not in path
    return {**value, "zz": 1} if isinstance(value, dict) and value and not named else None


def listed_twice(path: str, key: str, value: Any) -> Any:
    items = isinstance(value, list) and value and all(isinstance(one, dict) and "key" in one for one in value)
    return [*value, value[0]] if items else None


WAYS = (wrong_type, unknown_reference, broken_expression, unknown_property, listed_twice)


def points_to(found: str, place: str) -> bool:
    """The place itself, something in it, or the part it directly belongs to."""
    return found.startswith(place) or (place.startswith(found) and place.count(".") - found.count(".") <= 1)


@pytest.mark.parametrize("name", BUNDLES)
def test_broken_definitions_are_told_apart(name: str) -> None:
    chosen, installed = BUNDLES[name], [] if name == "base" else BASE.documents
    luck = random.Random(name)
    missed = []
    for _ in range(_times(name)):
        document, place, broken, way = _break(chosen, luck)
        others = tuple(broken if one is document else one for one in chosen.documents)
        problems = check_app(replace(chosen, documents=others), installed, check_expressions)
        errors = [
            one for one in problems if one.severity == "error" and (one.app, one.file) == (document.app, document.file)
        ]
        if not any(points_to(one.path, place) for one in errors):
            missed.append((way, document.file, place, [(one.file, one.code, one.path) for one in problems][:4]))
    assert missed == []


def _times(name: str) -> int:
    """Large apps take longer to check: they share a thirtieth, in the long form all share alike."""
    small = [one for one in BUNDLES if one in ("base", "workshop")]
    if LONG:
        return -(-TIMES // len(BUNDLES))
    return TIMES * 9 // 10 // len(small) if name in small else max(TIMES // 30 // len(APPS), 5)


def _break(chosen: Bundle, luck: random.Random) -> tuple[Document, str, Document, str]:
    while True:
        document, way = luck.choice(chosen.documents), luck.choice(WAYS)
        found = [(path, value) for path, key, old in places(document.raw) if (value := way(path, key, old)) is not None]
        if found:
            path, value = luck.choice(found)
            return document, path, replace(document, raw=set_at(document.raw, path, value)), way.__name__


@pytest.mark.parametrize("seed", range(20))
def test_a_torn_file_is_a_problem(seed: int) -> None:
    """Cut anywhere, a file is no JSON any more, and only that is said."""
    luck = random.Random(seed)
    contents = {one.file: json.dumps(one.raw).encode() for one in BASE.documents}
    file = luck.choice(sorted(set(contents) - {"app.json"}))
    contents[file] = contents[file][: luck.randrange(len(contents[file]))]
    torn = bundle_from_files(contents.items())
    assert [(one.code, one.file) for one in torn.problems] == [("not_json", file)]


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"$schema": 3}, {"$schema": "dougong/entity/1", "fields": 5}])
def test_nothing_at_all_is_a_problem(raw: Any) -> None:
    broken = Bundle("workshop", (*bundle().documents, Document("workshop", "entity", "entities/x.json", raw)))
    assert any(one.file == "entities/x.json" for one in check_app(broken, BASE.documents))


def test_a_very_deep_document_is_a_problem() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]
    raw = {**bundle().documents[0].raw, "label": deep}
    broken = Bundle("workshop", (Document("workshop", "app", "app.json", raw),))
    assert check_app(broken, BASE.documents)


ODD = [
    "job", "part", "name", "stage", "helpers", "parts", "source", "job__helpers", "owner", "id", "-id", "machine.parent.name",
    "*", "TRUE", "SUM(parts.price)", "", "\ud800", "\x00", "a" * 20_000, "{seq:4}", "all", "own or shared", 0, -1, 10**30, True,
    None, [], {}, ["name"], [["name"]], "link", "text", "lines", "many_links", "rollup", "computed", "any_link", "part.job", "tree",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(20 if LONG else 4))
def test_odd_definitions_never_break_the_check(seed: int) -> None:
    """Any value anywhere is taken or told; what is taken compiles, its rules too."""
    luck = random.Random(seed)
    app = BUNDLES["workshop"]
    for _ in range(40):
        document = luck.choice(app.documents)
        place = luck.choice([path for path, _, _ in places(document.raw)])
        odd = replace(document, raw=set_at(document.raw, place, luck.choice(ODD)))
        changed = replace(app, documents=tuple(odd if one is document else one for one in app.documents))
        problems = check_app(changed, BASE.documents, check_expressions)
        if not any(one.severity == "error" for one in problems):
            model = compile_model([*BASE.documents, *changed.documents])
            assert [compile_rules(model, entity) for entity in model.entities]
