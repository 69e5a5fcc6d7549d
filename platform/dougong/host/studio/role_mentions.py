"""Where menus, pages and forms name a role, and how they go on without it."""

from collections.abc import Iterator, Mapping
from typing import Any

from dougong.metamodel.diff import Change, compare

from .entity_tree import Tree, of_kind
from .role_tree import roles_of

_NAMING = ("menus", "page", "form", "scenario")


def mentions(tree: Tree, role: str) -> Iterator[str]:
    """The documents (`app/file`) that show something to the role alone or otherwise."""
    for kind in _NAMING:
        for name, raw in of_kind(tree, kind):
            if _without(raw, role, "", "") != raw:
                yield name


def without_role(tree: Tree, role: str, instead: str) -> list[Change]:
    """What names the role names `instead`, else nobody: a part only for that role is then for administrators alone,
    since a part for no role would be for everybody."""
    admin = next((key for key, place in roles_of(tree).items() if place.admin and key != role), "")
    found: list[Change] = []
    for kind in _NAMING:
        for name, raw in of_kind(tree, kind):
            found += compare(dict(raw), _without(raw, role, instead, admin), (name,))
    return found


def _without(value: Any, role: str, instead: str, admin: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _part(name, one, role, instead, admin) for name, one in value.items()}
    return [_without(one, role, instead, admin) for one in value] if isinstance(value, list) else value


def _part(name: str, value: Any, role: str, instead: str, admin: str) -> Any:
    if name == "roles" and isinstance(value, list) and role in value:
        kept = list(dict.fromkeys(instead or one if one == role else one for one in value))
        return [one for one in kept if one != role] or ([admin] if admin else [])
    if name == "variants" and isinstance(value, list):
        others = [one for one in value if instead or not isinstance(one, dict) or one.get("when_role") != role]
        return [
            {**one, "when_role": instead} if isinstance(one, dict) and one.get("when_role") == role else one
            for one in others
        ]
    return _without(value, role, instead, admin)
