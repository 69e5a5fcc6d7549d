"""Sharing single records with a person, a department or a role, for a while or for good."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, insert, select

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from . import outbox
from .context import Cause, Context
from .history import Entry, append
from .ids import new_id
from .system_tables import share as table
from .write.authorize import NOT_FOUND, allowed, readable
from .write.plan import plan_of

FIELD = "$share"
"""Under which name a share stands in the history of its record."""


@dataclass(frozen=True, slots=True)
class Share:
    """With whom (one of person, department, role), how far (`read` or `edit`), until when (None: for good)."""

    level: Literal["read", "edit"] = "read"
    person: str | None = None
    department: str | None = None
    role: str | None = None
    until: datetime | None = None
    id: str = ""
    record: str = ""


def share(ctx: Context, entity: str, ids: Iterable[str], with_: Share, cause: Cause | None = None) -> list[str]:
    """Shares records the viewer may change and has the right to share; ids of the shares. ProblemsFound otherwise."""
    ids = list(dict.fromkeys(ids))
    _may(ctx, entity, ids)
    targets = [with_.person, with_.department, with_.role]
    if sum(target is not None for target in targets) != 1:
        words = text("请选择共享给一个人、一个部门或一个角色", "Share with one person, one department or one role")
        raise ProblemsFound([Problem("share_target", words)])
    if with_.until is not None and with_.until <= ctx.now:
        raise ProblemsFound([Problem("share_until", text("期限已过", "That time has passed"), "until")])
    rows = [
        {
            "id": new_id(), "entity": entity, "record": record, "person": with_.person, "department": with_.department,
            "role": with_.role, "level": with_.level, "until": with_.until, "by": ctx.viewer.person, "at": ctx.now,
        }
        for record in ids
    ]  # fmt: skip
    if rows:
        ctx.connection.execute(insert(table), rows)
    _log(ctx, entity, [(str(row["record"]), (None, _said(row))) for row in rows], cause)
    outbox.emit(ctx, cause or Cause(), [outbox.Change(entity, "shared", ids, [str(row["id"]) for row in rows])])
    return [str(row["id"]) for row in rows]


def given(ctx: Context, shares: Sequence[str], records: Sequence[str]) -> list[Share]:
    """Those of the shares that are of these records and still there; asks no rights."""
    statement = select(table).where(table.c.id.in_(shares), table.c.record.in_(records)).order_by(table.c.id)
    return [_share(row) for row in ctx.connection.execute(statement).mappings()]


def unshare(ctx: Context, shares: Iterable[str], cause: Cause | None = None) -> int:
    """Takes shares back; how many there were."""
    found = ctx.connection.execute(select(table).where(table.c.id.in_(list(shares)))).mappings().all()
    for entity in {row["entity"] for row in found}:
        some = [row for row in found if row["entity"] == entity]
        _may(ctx, entity, [row["record"] for row in some])
        ctx.connection.execute(delete(table).where(table.c.id.in_([row["id"] for row in some])))
        _log(ctx, entity, [(row["record"], (_said(row), None)) for row in some], cause)
    return len(found)


def follow(ctx: Context, entity: str, keep: str, others: Sequence[str], cause: Cause) -> None:
    """Whoever one of the others was shared with sees the kept record too, as far and as long as the most generous of
    the shares; the others' own shares stay for the day they come back."""
    now = table.c.until.is_(None) | (table.c.until > ctx.now)
    statement = select(table).where(table.c.entity == entity, table.c.record.in_([keep, *others]), now)
    rows = [dict(row) for row in ctx.connection.execute(statement).mappings()]
    have = [row for row in rows if row["record"] == keep]
    added = []
    for row in sorted((row for row in rows if row["record"] != keep), key=_reach, reverse=True):
        if not any(_covers(one, row) for one in have):
            have.append({**row, "id": new_id(), "record": keep, "by": ctx.viewer.person, "at": ctx.now})
            added.append(have[-1])
    if added:
        ctx.connection.execute(insert(table), added)
        _log(ctx, entity, [(keep, (None, _said(row))) for row in added], cause)


def withdraw(ctx: Context, entries: Iterable[Mapping[str, Any]], cause: Cause) -> None:
    """Takes back the shares that these rows of the history tell of; rights were asked by whoever undoes."""
    given = {new["id"] for row in entries if (new := row["changes"].get(FIELD, (None, None))[1]) and "id" in new}
    found = ctx.connection.execute(select(table).where(table.c.id.in_(given))).mappings().all()
    ctx.connection.execute(delete(table).where(table.c.id.in_([row["id"] for row in found])))
    for row in found:
        _log(ctx, row["entity"], [(row["record"], (_said(row), None))], cause)


def shares(ctx: Context, entity: str, record: str) -> list[Share]:
    """The shares of a record the viewer may see, run-out ones too."""
    if not readable(ctx, plan_of(ctx.store, entity), [record]):
        return []
    statement = select(table).where(table.c.entity == entity, table.c.record == record).order_by(table.c.id)
    return [_share(row) for row in ctx.connection.execute(statement).mappings()]


def _share(row: Mapping[Any, Any]) -> Share:
    return Share(row["level"], row["person"], row["department"], row["role"], row["until"], row["id"], row["record"])


def _may(ctx: Context, entity: str, ids: list[str]) -> None:
    plan = plan_of(ctx.store, entity)
    if not plan.entity.definition.features.sharing or plan.entity.owner_link is not None:
        words = text("这类记录不能单独共享", "Such records cannot be shared by themselves")
        raise ProblemsFound([Problem("not_shared", words)])
    if not ctx.viewer.admin and "share" not in ctx.viewer.on(entity).actions:
        raise ProblemsFound([Problem("forbidden", text("您无权共享这类记录", "You may not share such records"))])
    where: list[ColumnElement[bool]] = [plan.table.c.id.in_(ids), plan.table.c.deleted_at.is_(None)]
    if (condition := allowed(ctx, plan, "update")) is not None:
        where.append(condition)
    mine = set(ctx.connection.execute(select(plan.table.c.id).where(*where)).scalars())
    if set(ids) - mine:
        raise ProblemsFound([Problem("not_found", NOT_FOUND)])


def _said(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A share as the history tells it."""
    return {key: row[key] for key in ("id", "level", "person", "department", "role", "until")}


def _reach(row: Mapping[str, Any]) -> tuple[bool, bool, float]:
    until: datetime | None = row["until"]
    return row["level"] == "edit", until is None, until.timestamp() if until else 0


def _covers(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a share gives all that another, of another record, gives to the same people."""
    same = all(one[key] == other[key] for key in ("person", "department", "role"))
    longer = one["until"] is None or (other["until"] is not None and one["until"] >= other["until"])
    return same and longer and (one["level"] == "edit" or other["level"] == "read")


def _log(ctx: Context, entity: str, said: list[tuple[str, tuple[object, object]]], cause: Cause | None) -> None:
    cause = cause or Cause("share", causation=new_id())
    table_ = plan_of(ctx.store, entity).table
    ids = [record for record, _ in said]
    found = ctx.connection.execute(select(table_.c.id, table_.c.rev).where(table_.c.id.in_(ids)))
    revs = {row.id: row.rev for row in found}
    append(ctx, cause, [Entry(entity, record, revs.get(record, 0), "shared", {FIELD: pair}) for record, pair in said])
