"""One change of a JSON value, at a place named by properties and by the keys of list items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Operation = Literal["change", "put", "drop", "add", "remove", "order"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """An item of a list, by what it is and not where it stands: its `key`, its `field`, or itself when it is text."""

    name: str


Step = str | Anchor


@dataclass(frozen=True, slots=True)
class Change:
    """`change` a value, `put` or `drop` a property, `add` (behind the item `after`, "" for the front) or `remove` an
    item, `order` a list (`old` and `new` are then names of items)."""

    operation: Operation
    path: tuple[Step, ...]
    old: Any = None
    new: Any = None
    after: str = ""

    @property
    def where(self) -> str:
        """The place as people write it: `fields[amount].label.en`."""
        return "".join(f"[{step.name}]" if isinstance(step, Anchor) else f".{step}" for step in self.path).lstrip(".")


def names_of(items: Any) -> list[str] | None:
    """The names of a list's items, None when they are not all named or two share one: such a list changes as a whole."""
    if not isinstance(items, list):
        return None
    names = [_name(item) for item in items]
    found = [name for name in names if name is not None]
    return found if len(found) == len(names) == len(set(found)) else None


def _name(item: Any) -> str | None:
    if isinstance(item, str):
        return item
    if isinstance(item, dict):
        given = item.get("key", item.get("field"))
        return given if isinstance(given, str) else None
    if isinstance(item, list) and item:  # a row of a form is known by its first field
        first = _name(item[0])
        return None if first is None else f"/{first}"
    return None


def change_to_json(change: Change) -> dict[str, Any]:
    """A change as it is stored."""
    path: list[Any] = [{"item": step.name} if isinstance(step, Anchor) else step for step in change.path]
    found = {"operation": change.operation, "path": path, "old": change.old, "new": change.new}
    return {**found, "after": change.after} if change.operation == "add" else found


def change_from_json(raw: dict[str, Any]) -> Change:
    """The change of `change_to_json`; KeyError or TypeError when it is none."""
    given: Sequence[Any] = raw["path"]
    path = tuple(Anchor(step["item"]) if isinstance(step, dict) else str(step) for step in given)
    return Change(raw["operation"], path, raw.get("old"), raw.get("new"), raw.get("after", ""))
