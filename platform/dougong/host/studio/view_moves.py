"""Gestures on a view as Changes: fields put into its places, moved, turned, taken out; its columns, properties and rules.

Each takes the draft's tree and says what to change in it, or raises ProblemsFound with the reason and what could be done.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from dougong.metamodel.diff import Change, compare
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.metamodel.view import View

from .entity_tree import Tree, of_kind
from .view_slots import NEEDED, SLOTS, Raw, Slot, entries_of, name_of, put_entries, refuse_misfit

NARROWEST, WIDEST = 40, 800
"""Pixels of a column."""


def view_in(tree: Tree, key: str) -> tuple[str, Raw]:
    """The document of a view: `app/file` and JSON; ProblemsFound when it is gone."""
    for file, raw in of_kind(tree, "view"):
        if raw.get("key") == key:
            return file, dict(raw)
    words = text("这个视图已经不在了", "This view is not there any more")
    raise ProblemsFound([Problem("view_gone", words, fix=text("回到视图列表", "Go back to the list of views"))])


def redrawn(tree: Tree, key: str, draw: Callable[[Raw], object]) -> list[Change]:
    """What `draw` does to a copy of the view, as Changes; ProblemsFound where no view comes of it."""
    file, raw = view_in(tree, key)
    wanted = copy.deepcopy(raw)
    draw(wanted)
    try:
        View.model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        words = text(f"这样不行：{where} {first['msg']}", f"This cannot be: {where} {first['msg']}")
        raise ProblemsFound([Problem("view_broken", words)]) from error
    return list(compare(raw, wanted, (file,)))


def put(
    tree: Tree, model: Model, key: str, slot_key: str, path: str, before: str = "", source: str = ""
) -> list[Change]:
    """A field into a place, in front of `before` (empty: at the end). One that stands there moves; one carried out of the
    place `source` leaves it, but for a table's columns, which stay."""
    slot = slot_of(slot_key)

    def draw(view: Raw) -> None:
        if before == path:
            return
        refuse_misfit(model, str(view["entity"]), slot, path)
        if source not in ("", slot.key, "columns"):
            _without(view, slot_of(source), path)
        entries = entries_of(view, slot)
        mine = next((one for one in entries if name_of(one) == path), path)
        rest = [one for one in entries if name_of(one) != path] if slot.many else []
        at = next((n for n, one in enumerate(rest) if name_of(one) == before), len(rest))
        put_entries(view, slot, _titled(model, view, slot, [*rest[:at], mine, *rest[at:]]))

    return redrawn(tree, key, draw)


def step(tree: Tree, model: Model, key: str, slot_key: str, path: str, by: int) -> list[Change]:
    """One place on or back; no change at the edge."""
    slot = slot_of(slot_key)

    def draw(view: Raw) -> None:
        entries = entries_of(view, slot)
        at = _at(entries, path)
        to = max(0, min(len(entries) - 1, at + by))
        entries.insert(to, entries.pop(at))
        put_entries(view, slot, _titled(model, view, slot, entries))

    return redrawn(tree, key, draw)


def take_out(tree: Tree, model: Model, key: str, slot_key: str, path: str) -> list[Change]:
    """A field out of a place; it stays on its object. ProblemsFound for what the arrangement cannot be without."""
    slot = slot_of(slot_key)

    def draw(view: Raw) -> None:
        if NEEDED.get(str(view.get("type", "list"))) == slot.key:
            words = text(f"这种视图不能没有“{slot.label.zh}”", f'This view cannot be without "{slot.label.en}"')
            raise ProblemsFound(
                [Problem("needed", words, fix=text("放另一个字段上去", "Put another field in its place"))]
            )
        if slot.key == "columns" and path == _title(model, view):
            words = text("这一列是记录的名称，总在最前面", "This column names the records and always stands first")
            raise ProblemsFound([Problem("title_column", words)])
        _without(view, slot, path)

    return redrawn(tree, key, draw)


def turn(tree: Tree, key: str, path: str) -> list[Change]:
    """An order the other way round."""
    slot = SLOTS["sort"]

    def draw(view: Raw) -> None:
        entries = entries_of(view, slot)
        at = _at(entries, path)
        entries[at] = path if entries[at].startswith("-") else f"-{path}"
        put_entries(view, slot, entries)

    return redrawn(tree, key, draw)


def set_column(tree: Tree, model: Model, key: str, path: str, properties: Mapping[str, Any]) -> list[Change]:
    """Properties of a column; None takes one away. The column of the title may not be written down yet: it is then."""
    slot = SLOTS["columns"]

    def draw(view: Raw) -> None:
        entries = entries_of(view, slot)
        if path == _title(model, view) and path not in map(name_of, entries):
            entries.insert(0, path)
        at = _at(entries, path)
        now = entries[at] if isinstance(entries[at], dict) else {"field": path}
        wanted = {name: one for name, one in {**now, **properties}.items() if one is not None}
        entries[at] = wanted if wanted.keys() - {"field"} else path
        put_entries(view, slot, entries)

    return redrawn(tree, key, draw)


def widen(tree: Tree, model: Model, key: str, path: str, width: int) -> list[Change]:
    """A column so many pixels wide."""
    return set_column(tree, model, key, path, {"width": max(NARROWEST, min(WIDEST, width))})


def set_property(tree: Tree, key: str, name: str, value: Any, *, card: bool = False) -> list[Change]:
    """A property of the view, or of its card, as it shall be; None takes it away."""

    def draw(view: Raw) -> None:
        part = view.setdefault("card", {}) if card else view
        if value is None:
            part.pop(name, None)
        else:
            part[name] = value
        if not view.get("card"):
            view.pop("card", None)

    return redrawn(tree, key, draw)


def slot_of(key: str) -> Slot:
    """A place by its key; ProblemsFound for none."""
    if key not in SLOTS:
        raise ProblemsFound([Problem("no_slot", text("视图没有这个位置", "A view has no such place"))])
    return SLOTS[key]


def _titled(model: Model, view: Raw, slot: Slot, entries: list[Any]) -> list[Any]:
    """Columns with that of the title in front, where every table draws it."""
    if slot.key != "columns":
        return entries
    title = _title(model, view)
    return sorted(entries, key=lambda one: name_of(one) != title)


def _title(model: Model, view: Raw) -> str:
    found = model.entities.get(str(view["entity"]))
    return found.definition.title if found else ""


def _without(view: Raw, slot: Slot, path: str) -> None:
    entries = entries_of(view, slot)
    entries.pop(_at(entries, path))
    put_entries(view, slot, entries)


def _at(entries: list[Any], path: str) -> int:
    found = next((n for n, one in enumerate(entries) if name_of(one) == path), None)
    if found is None:
        words = text("这里已经没有这个字段", "This field is not there any more")
        raise ProblemsFound([Problem("field_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found
