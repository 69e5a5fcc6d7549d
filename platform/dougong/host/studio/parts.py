"""Which part of the definitions a change is about."""

from collections.abc import Mapping
from typing import Any, cast

from dougong.metamodel.check.references import Part, PartKind
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.documents import kind_of

_KINDS = ("entity", "view", "page", "role", "options", "app")


def part_of(change: Change, tree: Mapping[str, Any]) -> Part | None:
    """The innermost part with a key that the change's path goes through; None where nobody else can name it.

    `tree` is a version that has it: `app/file` -> document.
    """
    name = str(change.path[0])
    raw = tree.get(name)
    kind = kind_of(name.partition("/")[2])
    if kind is None or not isinstance(raw, dict) or kind.key not in _KINDS:
        return None
    key = str(raw.get("extends") or raw.get("key", ""))
    keyed = [one.name for one in change.path if isinstance(one, Anchor)]
    inside = [one for one in change.path[1:] if isinstance(one, str)]
    if kind.key == "entity" and inside[:1] == ["fields"] and keyed:
        return (
            Part("option", keyed[1], key, keyed[0])
            if inside[1:2] == ["options"] and keyed[1:]
            else Part("field", keyed[0], key)
        )
    return Part(cast(PartKind, kind.key), key)
