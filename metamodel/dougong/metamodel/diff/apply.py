"""Applies changes to a JSON value."""

from collections.abc import Iterable
from typing import Any

from .change import Anchor, Change, Step, names_of


def apply(value: Any, changes: Iterable[Change]) -> Any:
    """The value after all changes; LookupError when one has no place in it. The value given is not changed."""
    for change in changes:
        value = _at(value, change.path, change)
    return value


def apply_where_possible(value: Any, changes: Iterable[Change]) -> tuple[Any, list[Change]]:
    """The value after every change that has a place in it, and the changes that have none."""
    left = []
    for change in changes:
        try:
            value = _at(value, change.path, change)
        except LookupError:
            left.append(change)
    return value, left


def _at(value: Any, path: tuple[Step, ...], change: Change) -> Any:
    if not path:
        return _order(value, change) if change.operation == "order" else change.new
    step, rest = path[0], path[1:]
    if isinstance(step, Anchor):
        return _in_list(value, step.name, rest, change)
    if not isinstance(value, dict):
        raise LookupError(change.where)
    if not rest and change.operation == "drop":
        return {name: part for name, part in value.items() if name != step}
    if not rest and change.operation in ("put", "change"):
        return {**value, step: change.new}
    if step not in value:
        raise LookupError(change.where)
    return {**value, step: _at(value[step], rest, change)}


def _in_list(value: Any, name: str, rest: tuple[Step, ...], change: Change) -> list[Any]:
    names = names_of(value)
    if names is None:
        raise LookupError(change.where)
    if not rest and change.operation == "add":
        kept = [part for part, known in zip(value, names, strict=True) if known != name]
        left = [known for known in names if known != name]
        place = 0 if not change.after else left.index(change.after) + 1 if change.after in left else len(left)
        return [*kept[:place], change.new, *kept[place:]]
    if not rest and change.operation == "remove":
        return [part for part, known in zip(value, names, strict=True) if known != name]
    if name not in names:
        raise LookupError(change.where)
    return [_at(part, rest, change) if known == name else part for part, known in zip(value, names, strict=True)]


def _order(value: Any, change: Change) -> list[Any]:
    """Items in the wanted order; those it does not name stay behind the item they followed."""
    names = names_of(value)
    if names is None:
        raise LookupError(change.where)
    order = [name for name in change.new if name in names]
    for number, name in enumerate(names):
        if name not in order:
            order.insert(order.index(names[number - 1]) + 1 if number else 0, name)
    items = dict(zip(names, value, strict=True))
    return [items[name] for name in order]
