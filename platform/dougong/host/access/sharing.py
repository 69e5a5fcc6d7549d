"""Sharing a record by hand: with whom it is shared, with whom it can be, and giving and taking back by pages and API alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.ids import is_id
from dougong.records.query import find
from dougong.records.query.titles import titles
from dougong.records.search import nearness
from dougong.records.share import Share, given, share, shares, unshare
from dougong.records.values import Query

Kind = Literal["person", "department", "role"]
_LOOKED_AT = 200
"""Records found by words, of which the nearest are offered."""
KINDS: tuple[Kind, ...] = ("person", "department", "role")


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to share with: `key` is an id, for a role its key; `title` empty where the viewer may not know it."""

    kind: Kind
    key: str
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A share of a record; `over`: its time has passed."""

    id: str
    target: Target
    level: Literal["read", "edit"]
    until: datetime | None
    over: bool


def shared_with(context: Context, entity: str, record: str, language: str) -> tuple[Shared, ...]:
    """The shares of a record the viewer may see, the oldest first."""
    found = shares(context, entity, record)
    names = _names(context, found, language)
    return tuple(
        Shared(
            one.id, Target(kind, key, names.get((kind, key), "")), one.level, one.until,
            one.until is not None and one.until <= context.now,
        )
        for one in found
        for kind, key in [_whom(one)]
    )  # fmt: skip


def share_with(
    context: Context, entity: str, record: str, kind: str, key: str, level: str, until: datetime | None, cause: Cause
) -> str:
    """Shares a record with one whom the viewer knows; the id of the share. One with the same people is replaced.

    ProblemsFound for an unknown target or level, and where the viewer may not share the record.
    """
    if level not in ("read", "edit"):
        raise ProblemsFound([Problem("share_level", text("level 应为 read 或 edit", "level is read or edit"), "level")])
    if not _known(context, kind, key):
        words = text("没有找到要共享给的对象", "There is nobody of that name to share with")
        fix = text("请从列表中选择", "Choose from the list")
        raise ProblemsFound([Problem("share_target", words, "with", fix=fix)])
    wanted = Share(level=level, until=until, **{kind: key})  # type: ignore[arg-type]
    same = [one.id for one in shares(context, entity, record) if _whom(one) == (kind, key)]
    made = share(context, entity, [record], wanted, cause)
    unshare(context, same, cause)
    return made[0]


def take_back(context: Context, record: str, share_id: str, cause: Cause) -> bool:
    """Takes one share of a record back; whether there was such a one. ProblemsFound where the viewer may not."""
    return bool(given(context, [share_id], [record])) and unshare(context, [share_id], cause) == 1


def offered(context: Context, words: str, language: str, most: int) -> tuple[Target, ...]:
    """People, departments and roles by name, as many of each as there is room for."""
    found: list[Target] = []
    for kind in ("person", "department"):
        entity = context.store.model.entities[kind]
        title, second = entity.definition.title, entity.definition.subtitle or ""
        fields = (title, *([second] if second else []))
        asked = "active" if kind == "person" else ""
        rows = find(context, Query(kind, fields, asked, words, (title,), _LOOKED_AT if words else most + 1)).rows
        near = sorted(rows, key=lambda row: nearness(str(row[title]), words))
        rows = tuple(row for row in near if row["id"] != context.viewer.person)[:most]
        found += [Target(kind, str(row["id"]), str(row[title]), str(row.get(second) or "")) for row in rows]
    roles = context.store.model.roles.items()
    named = [Target("role", key, role.label.in_(language)) for key, role in roles]
    return (*found, *[one for one in named if words.casefold() in one.title.casefold()][:most])


def _whom(one: Share) -> tuple[Kind, str]:
    if one.person is not None:
        return "person", one.person
    return ("department", one.department) if one.department is not None else ("role", one.role or "")


def _known(context: Context, kind: str, key: str) -> bool:
    if kind == "role":
        return key in context.store.model.roles
    return kind in KINDS and is_id(key) and key in titles(context, kind, [key])


def _names(context: Context, found: Iterable[Share], language: str) -> Mapping[tuple[str, str], str]:
    targets = [_whom(one) for one in found]
    names = {("role", key): role.label.in_(language) for key, role in context.store.model.roles.items()}
    for kind in ("person", "department"):
        ids = [key for one, key in targets if one == kind]
        names.update({(kind, key): str(title or "") for key, title in titles(context, kind, ids).items()})
    return names
