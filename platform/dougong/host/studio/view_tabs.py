"""The views of an object as a row of tabs: a new one, a copy, their order, one that goes with all that opened it."""

import copy
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from dougong.metamodel.diff import Change, compare
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .entity_tree import Tree, entity_in, of_kind
from .field_palette import numbered
from .form_parts import label_json
from .own_app import OWN, own_app
from .view_kinds import KIND_WORDS, begin
from .view_moves import view_in
from .view_slots import Raw

_STEP = 10
"""Between the places of two tabs, so that one fits in between."""
_USUAL = 100
"""The place of a view that names none."""
Tab = tuple[str, Raw]
"""(`app/file`, JSON)."""


def tabs_of(tree: Tree, entity: str) -> list[Tab]:
    """The object's views in the order of their tabs."""
    found = [(file, dict(raw)) for file, raw in of_kind(tree, "view") if raw.get("entity") == entity]
    return sorted(found, key=lambda one: (_place(one[1]), str(one[1].get("key"))))


def new_view(tree: Tree, model: Model, entity: str, kind: str) -> tuple[list[Change], str]:
    """A view of the workspace's own behind the others, and its key; ProblemsFound for what the object cannot be arranged as."""
    entity_in(tree, entity)
    if entity not in model.entities:
        raise ProblemsFound([_gone()])
    raw = begin(model, model.entities[entity], kind)
    words = numbered(KIND_WORDS[kind], [one.get("label") for _, one in tabs_of(tree, entity)])
    return _added(tree, entity, f"{entity}_{kind}", {**raw, "label": label_json(words)})


def duplicate(tree: Tree, key: str) -> tuple[list[Change], str]:
    """The same view again, behind it; its key."""
    _, raw = view_in(tree, key)
    entity = str(raw["entity"])
    label = raw.get("label") if isinstance(raw.get("label"), dict) else {}
    words = text(f"{(label or {}).get('zh-CN', '')} 副本".strip(), f"{(label or {}).get('en', '')} copy".strip())
    named = numbered(words, [one.get("label") for _, one in tabs_of(tree, entity)])
    return _added(tree, entity, key, {**copy.deepcopy(raw), "label": label_json(named)}, after=key)


def move_tab(tree: Tree, key: str, before: str) -> list[Change]:
    """A tab in front of another (empty: behind all)."""
    file, raw = view_in(tree, key)
    if before == key:
        return []
    rest = [one for one in tabs_of(tree, str(raw["entity"])) if one[1]["key"] != key]
    at = next((n for n, one in enumerate(rest) if one[1]["key"] == before), len(rest))
    return _ordered([*rest[:at], (file, raw), *rest[at:]], at)


def step_tab(tree: Tree, key: str, by: int) -> list[Change]:
    """A tab one place on or back."""
    _, raw = view_in(tree, key)
    keys = [str(one["key"]) for _, one in tabs_of(tree, str(raw["entity"]))]
    to = keys.index(key) + (2 if by > 0 else -1)
    return [] if to < 0 else move_tab(tree, key, keys[to] if to < len(keys) else "")


def remove(tree: Tree, key: str) -> list[Change]:
    """A view goes. What opened it opens its object; a tile that counted its records asks for them itself."""
    file, raw = view_in(tree, key)
    changes = [Change("drop", (file,), raw)]
    for kind in ("menus", "page", "role"):
        for name, document in of_kind(tree, kind):
            wanted = _without(copy.deepcopy(document), raw)
            if kind == "role" and document.get("home") == key:
                wanted = {**wanted, "home": raw["entity"]}
            changes += compare(document, wanted, (name,))
    return changes


def _added(tree: Tree, entity: str, stem: str, raw: Raw, after: str = "") -> tuple[list[Change], str]:
    key = free_key(tree, stem)
    made: Raw = {"$schema": "dougong/view/1", **raw, "key": key, "entity": entity}
    file = f"{OWN}/views/{key}.json"
    tabs = tabs_of(tree, entity)
    at = next((n + 1 for n, one in enumerate(tabs) if one[1]["key"] == after), len(tabs))
    made.pop("order", None)
    moved = _ordered([*tabs[:at], (file, made), *tabs[at:]], at)
    order = next((one.new for one in moved if one.path[0] == file), _USUAL)
    put = Change("put", (file,), None, {**made, "order": order})
    return [*own_app(tree), put, *(one for one in moved if one.path[0] != file)], key


def free_key(tree: Tree, stem: str) -> str:
    """A key for a new view that no view has."""
    taken = {str(raw.get("key")) for _, raw in of_kind(tree, "view")}
    return next(one for one in (stem[:47], *(f"{stem[:43]}_{n}" for n in range(2, 10_000))) if one not in taken)


def _ordered(tabs: Sequence[Tab], moved: int) -> list[Change]:
    """A new place for the tab that moved where there is room between its neighbours, else for all."""
    numbers = [_place(raw) for _, raw in tabs]
    low = numbers[moved - 1] if moved else None
    high = numbers[moved + 1] if moved + 1 < len(numbers) else None
    if low is None and high is not None:
        numbers[moved] = high - _STEP
    elif low is not None:
        numbers[moved] = low + _STEP if high is None else (low + high) // 2
    if any(before >= after for before, after in pairwise(numbers)):
        numbers = [_STEP * (place + 1) for place in range(len(tabs))]
    return [
        Change("change" if "order" in raw else "put", (file, "order"), raw.get("order"), number)
        for (file, raw), number in zip(tabs, numbers, strict=True)
        if number != raw.get("order")
    ]


def _place(raw: Raw) -> int:
    given = raw.get("order", _USUAL)
    return given if isinstance(given, int) else _USUAL


def _without(value: Any, gone: Raw) -> Any:
    """A document in which nothing opens or counts the view any more."""
    if isinstance(value, list):
        return [_without(one, gone) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _without(one, gone) for name, one in value.items()}
    if kept.get("view") != gone["key"]:
        return kept
    kept.pop("view")
    narrowed = [one for one in (gone.get("filter"), kept.get("filter")) if one]
    whole = " AND ".join(f"({one})" for one in narrowed) if len(narrowed) > 1 else "".join(narrowed)
    return {**kept, "entity": gone["entity"], **({"filter": whole} if whole and "type" in kept else {})}


def _gone() -> Problem:
    words = text(
        "这个对象还不能有视图：先看看对象里的问题", "This object cannot have views yet: see its problems first"
    )
    return Problem("entity_gone", words)
