"""Compares two JSON values."""

import json
from collections.abc import Iterator
from typing import Any

from .change import Anchor, Change, Step, names_of

Path = tuple[Step, ...]


def compare(old: Any, new: Any, path: Path = ()) -> Iterator[Change]:
    """The changes that make `new` of `old`, in the order in which they are to be applied."""
    if old is new:  # most of a version is the very objects of the one before
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(old, new, path)
        return
    before, after = names_of(old), names_of(new)
    if before is not None and after is not None:
        yield from _lists(dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True)), path)
    elif not same(old, new):
        yield Change("change", path, old, new)


def same(old: Any, new: Any) -> bool:
    """Equal as JSON: 1, 1.0 and true are three values."""
    return _text(old) == _text(new)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _objects(old: dict[str, Any], new: dict[str, Any], path: Path) -> Iterator[Change]:
    for name, value in old.items():
        if name not in new:
            yield Change("drop", (*path, name), value)
        else:
            yield from compare(value, new[name], (*path, name))
    for name, value in new.items():
        if name not in old:
            yield Change("put", (*path, name), None, value)


def _lists(old: dict[str, Any], new: dict[str, Any], path: Path) -> Iterator[Change]:
    for name, value in old.items():
        if name not in new:
            yield Change("remove", (*path, Anchor(name)), value)
        elif isinstance(value, dict) and isinstance(new[name], dict) and value.get("key") != new[name].get("key"):
            yield Change("change", (*path, Anchor(name)), value, new[name])  # known by another property now
        else:
            yield from compare(value, new[name], (*path, Anchor(name)))
    order = [name for name in old if name in new]
    before = ""
    for name, value in new.items():
        if name not in old:
            yield Change("add", (*path, Anchor(name)), None, value, before)
            order.insert(order.index(before) + 1 if before else 0, name)
        before = name
    if order != list(new):
        yield Change("order", path, list(old), list(new))
