"""What only an administrator may change: a designer's own rights, and all they rest on, are not theirs to widen.

Rights on objects that are not in force yet are free: there is nothing in them that anybody could come to see.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from dougong.host.access.designing import administers
from dougong.metamodel.diff import compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.role import SCOPE_WORDS
from dougong.metamodel.text import text

from .bounds_formulas import unreadable
from .entity_tree import Tree, entities_of, of_kind

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_PEOPLE = frozenset({"person", "department"})
_WORDS = frozenset({"label", "hint", "plural", "description", "icon", "colour"})
"""What may be said otherwise of anything."""
_NAME = re.compile(r"[A-Za-z_]\w*")


def refuse(connection: Connection, workspace: "Workspace", person: str, now: Tree, before: Tree, after: Tree) -> None:
    """ProblemsFound where `before` -> `after` is not this person's to change; `now` is in force."""
    if administers(connection, workspace.store, person):
        return
    problems = list(beyond(now, before, after)) or list(unreadable(connection, workspace, person, before, after))
    if problems:
        raise ProblemsFound(problems)


def beyond(now: Tree, before: Tree, after: Tree) -> Iterator[Problem]:
    """Changes of roles, of people, and of what roles decide by."""
    there = entities_of(now)
    fix = text("请管理员来改", "Ask an administrator to change it")
    if any(not _free(one, there) for name, raw in _changed(before, after, "role") for one in _paths(name, raw, before)):
        yield Problem(
            "roles_are_administrators",
            text("角色的权限只有管理员能改", "Only administrators change what roles may do"),
            fix=fix,
        )
    decided = _decided_by(now)
    for name, raw in _changed(before, after, "entity"):
        was = before.get(name) or {}
        key = str(raw.get("extends") or raw.get("key") or was.get("extends") or was.get("key") or "")
        if key in _PEOPLE:
            yield Problem(
                "people_are_administrators",
                text("人员和部门只有管理员能改", "Only administrators change people and departments"),
                fix=fix,
            )
        elif key in there and (was.get("owned_by") != raw.get("owned_by") or was.get("extends") != raw.get("extends")):
            words = text(
                "记录归谁看由它的上级决定，只有管理员能改",
                "Who sees these rows follows from what they belong to; only administrators change it",
            )
            yield Problem("owner_is_administrators", words, fix=fix)
        else:
            for field in _fields(was).keys() & decided.get(key, set()):
                if _meaning(_fields(was)[field]) != _meaning(_fields(raw).get(field, {})):
                    words = text(
                        f"角色按“{field}”决定谁看得到什么，只有管理员能改它",
                        f'Roles decide by "{field}" who sees what; only administrators change it',
                    )
                    yield Problem("field_is_administrators", words, fix=fix)


def _changed(before: Tree, after: Tree, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Documents of a kind that differ, as they are afterwards; {} for one that goes."""
    for name, raw in of_kind({**before, **after}, kind):
        if before.get(name) is not after.get(name) and before.get(name) != after.get(name):
            yield name, raw if name in after else {}


def _paths(name: str, raw: Mapping[str, Any], before: Tree) -> Iterable[tuple[Any, ...]]:
    return [one.path for one in compare(before.get(name) or {}, dict(raw))]


def _free(path: tuple[Any, ...], there: Mapping[str, Any]) -> bool:
    """Whether a change of a role is about an object that is not in force."""
    return len(path) > 1 and path[0] == "entities" and str(path[1]) not in there


def _decided_by(now: Tree) -> dict[str, set[str]]:
    """Per object the fields by which a role tells rows apart, and those their formulas are made of."""
    found: dict[str, set[str]] = {}
    for _, role in of_kind(now, "role"):
        for key, access in (role.get("entities") or {}).items():
            scopes = [access.get(part) for part in ("read", "update", "delete")]
            said = [one for one in scopes if isinstance(one, str)]
            found.setdefault(key, set()).update(
                word for one in said for word in _NAME.findall(one) if word not in SCOPE_WORDS
            )
    for key, place in entities_of(now).items():
        formulas = {
            one.key: set(_NAME.findall(str(one.raw["formula"]))) for one in place.fields if one.raw.get("formula")
        }
        named = found.get(key, set())
        while more := {word for one in named & formulas.keys() for word in formulas[one]} - named:
            named |= more
    return found


def _fields(raw: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(one.get("key")): one for one in raw.get("fields") or () if isinstance(one, dict)}


def _meaning(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in _WORDS}
