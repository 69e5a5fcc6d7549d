"""Where forms, lists, pages and roles show a field of an object: taken out or renamed together with the field."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .entity_tree import Tree

_PLACES = frozenset(
    {"field", "group", "start", "end", "weighted", "title", "avatar", "image", "next", "due", "subtitle"}
)
"""Properties of forms, views and pages that name one field."""
_WORDS = frozenset({"use", "roles", "languages", "label", "hint"})
"""Properties whose texts are never fields."""
_NAMES = _WORDS | {"$schema", "key", "type", "icon", "colour", "entity", "plural", "description", "to", "app"}
"""Properties whose texts never name a field in a formula."""


def shown(tree: Tree, entity: str) -> dict[str, Any]:
    """Documents that show fields of the object: `app/file` -> JSON."""
    return {name: raw for name, raw in tree.items() if isinstance(raw, dict) and _shows(name, raw, entity)}


def replaced(tree: Tree, entity: str, key: str, new: str | None) -> dict[str, Any]:
    """The documents that change when the field is called `new`, or is gone (None), as they are then."""
    found = {}
    for name, raw in shown(tree, entity).items():
        made = _role(raw, entity, key, new) if "/roles/" in name else _part(raw, key, new)
        if made != raw:
            found[name] = made
    return found


def named_elsewhere(tree: Tree, now: Tree, entity: str, file: str, key: str) -> bool:
    """Whether anything that differs from what is in force names the field otherwise: in a formula, a rule, a condition."""
    other = replaced(tree, entity, key, None)
    here = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(key)}(?![A-Za-z0-9_])")
    through = re.compile(rf"\.{re.escape(key)}(?![A-Za-z0-9_])")
    for name, raw in tree.items():
        if raw is now.get(name) or not isinstance(raw, dict):
            continue
        left = other.get(name, raw)
        if name == file:
            kept = [one for one in left.get("fields", ()) if not (isinstance(one, dict) and one.get("key") == key)]
            left = {**left, "fields": kept}
        own = entity in (left.get("entity"), left.get("key"), left.get("extends"))
        if any((here if own else through).search(one) for one in _texts(left)):
            return True
    return False


def _texts(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        for name, value in raw.items():
            if name not in _NAMES:
                yield from _texts(value)
    elif isinstance(raw, list):
        for one in raw:
            yield from _texts(one)


def _shows(name: str, raw: Mapping[str, Any], entity: str) -> bool:
    folder = name.split("/")[1]
    if folder == "roles":
        access = raw.get("entities")
        return isinstance(access, dict) and isinstance(access.get(entity), dict)
    return folder in ("forms", "views", "pages") and raw.get("entity") == entity


def _role(raw: Mapping[str, Any], entity: str, key: str, new: str | None) -> Any:
    access = raw["entities"][entity]
    fields = access.get("fields")
    if not isinstance(fields, dict) or key not in fields:
        return raw
    kept = {(new or "") if one == key else one: right for one, right in fields.items() if one != key or new}
    return {**raw, "entities": {**raw["entities"], entity: {**access, "fields": kept}}}


def _part(raw: Any, key: str, new: str | None) -> Any:
    if isinstance(raw, dict):
        found = {}
        for name, value in raw.items():
            if name in _PLACES and value == key:
                if new:
                    found[name] = new
            else:
                found[name] = value if name in _WORDS else _part(value, key, new)
        return found
    if isinstance(raw, list):
        kept = [_item(one, key, new) for one in raw]
        return [one for one, old in zip(kept, raw, strict=True) if one is not None and not (one == [] and old)]
    return raw


def _item(one: Any, key: str, new: str | None) -> Any:
    """An item of a list, None where it is the field that goes."""
    if one in (key, f"-{key}"):
        return one.replace(key, new) if new else None
    if isinstance(one, dict) and one.get("field") == key and not new:
        return None
    return _part(one, key, new)
