"""The history: one row per record and write, appended in the write's transaction; read with the viewer's rights.

Rows are never changed. Their hashes are filled in later, day by day (seal.py), so that writers need not stand in line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    insert,
    literal_column,
    or_,
    select,
    type_coerce,
)

from dougong.metamodel.model import Relation

from .context import Cause, Context
from .outside import outside
from .prepared import run
from .rights import SYSTEM, FieldRight
from .system_tables import history as table

_INSERT = insert(table).inline()
VEILED = {"veiled": True}
"""Stands for a value that is kept from the history because there is no key to seal it with."""
MERGED = "$merged"
"""Under which name the history of a record keeps the ids of those that were merged into it."""
NOT_LOGGED = frozenset({"id", "rev", "created_at", "created_by", "updated_at", "updated_by", "deleted_at"})


@dataclass(frozen=True, slots=True)
class Entry:
    """`changes` is {field: (old, new)} in canonical values; `veiled` names the fields that are not kept in clear;
    `cause` is set where it is not the batch's."""

    entity: str
    record: str
    rev: int
    action: str
    changes: Mapping[str, tuple[Any, Any]]
    veiled: frozenset[str] = frozenset()
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the history as a viewer sees it; values in JSON form, masked values are None with the field in `masked`."""

    id: int
    at: datetime
    entity: str
    record: str
    rev: int
    action: str
    actor: str | None
    run_as: str | None
    cause: Cause
    changes: Mapping[str, tuple[Any, Any]]
    masked: frozenset[str] = frozenset()


def append(ctx: Context, cause: Cause, entries: Iterable[Entry]) -> None:
    """Appends; `causation` of every cause must be set."""
    common = {"at": ctx.now, "actor": ctx.viewer.person, "day": ctx.now.astimezone(UTC).date()}
    whole = _of(cause)
    rows = [
        {
            **common,
            **(whole if one.cause is None else _of(one.cause)),
            "entity": one.entity,
            "record": one.record,
            "rev": one.rev,
            "action": one.action,
            "changes": {
                key: [veil(ctx, value) for value in pair] if key in one.veiled else [outside(pair[0]), outside(pair[1])]
                for key, pair in one.changes.items()
            },
        }
        for one in entries
    ]
    run(ctx, _INSERT, rows)


def _of(cause: Cause) -> dict[str, Any]:
    return {
        "run_as": cause.run_as,
        "cause_kind": cause.kind,
        "cause_ref": cause.ref,
        "causation": cause.causation,
        "depth": cause.depth,
        "note": cause.note or None,
    }


def veil(ctx: Context, value: Any) -> Any:
    """A value that is not to stand in the history in clear: sealed, or not kept at all."""
    if value is None:
        return None
    if ctx.cipher is None:
        return VEILED
    return {"sealed": ctx.cipher.seal(orjson.dumps(outside(value)).decode())}


def unveil(ctx: Context, value: Any) -> Any:
    """The JSON form of a kept value; a value that was not kept stays VEILED."""
    if isinstance(value, dict) and set(value) == {"sealed"} and ctx.cipher is not None:
        return orjson.loads(ctx.cipher.open(value["sealed"]))
    return value


def history(
    ctx: Context,
    entity: str,
    id: str,  # noqa: A002
    limit: int = 100,
    before: int | None = None,
    rows: bool = True,
) -> list[Event]:
    """What happened to a record the viewer may read, newest first, and to those that were merged into it (and are still
    one with it); with `rows` also to its child rows.

    Fields hidden from the viewer are left out, masked ones are named in `masked`. `before` continues from an Event's id.
    """
    of = _about(ctx, entity, id, rows)
    if of is None:
        return []
    statement = select(table).where(of).order_by(table.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(table.c.id < before)
    return [seen(ctx, row) for row in ctx.connection.execute(statement).mappings()]


def saves(ctx: Context, entity: str, id: str, limit: int = 100, before: int | None = None) -> list[tuple[Event, ...]]:  # noqa: A002
    """The same with its child rows, what one write did together and newest first; `before` continues from the first
    Event's id of the last one."""
    of = _about(ctx, entity, id, rows=True)
    if of is None:
        return []
    last = func.max(table.c.id)
    at_once = select(table.c.causation, table.c.at).where(of).group_by(table.c.causation, table.c.at)
    if before is not None:
        at_once = at_once.having(last < before)
    some = at_once.order_by(last.desc()).limit(limit).subquery()
    together = and_(table.c.causation == some.c.causation, table.c.at == some.c.at)
    statement = select(table).join(some, together).where(of).order_by(table.c.id.desc())
    found: dict[tuple[str, datetime], list[Event]] = {}
    for row in ctx.connection.execute(statement).mappings():
        found.setdefault((row["causation"], row["at"]), []).append(seen(ctx, row))
    return [tuple(events) for events in found.values()]


def _about(ctx: Context, entity: str, id: str, rows: bool) -> ColumnElement[bool] | None:  # noqa: A002
    """Which entries tell of a record; None when the viewer may not read it."""
    from .write.authorize import readable
    from .write.plan import plan_of

    if not readable(ctx, plan_of(ctx.store, entity), [id]):
        return None
    own = and_(table.c.entity == entity, table.c.record.in_([id, *_merged(ctx, entity, [id])]))
    return or_(own, *(_child_rows(ctx, entity, id) if rows else ()))


def of_field(ctx: Context, entity: str, id: str, field: str, limit: int = 200) -> list[Event]:  # noqa: A002
    """The first rows of a record's own history in which a field changed, oldest first; nothing where the viewer may not
    see its values. The caller has looked whether the record may be read."""
    named = cast(table.c.changes, Text).contains(f'"{field}"', autoescape=True)
    statement = (
        select(table).where(table.c.entity == entity, table.c.record == id, named).order_by(table.c.id).limit(limit)
    )
    events = (seen(ctx, row) for row in ctx.connection.execute(statement).mappings())
    return [one for one in events if field in one.changes and field not in one.masked]


def of_cause(ctx: Context, ref: str) -> list[dict[str, Any]]:
    """Raw rows of everything one bulk edit, import or merge wrote, newest first."""
    statement = select(table).where(table.c.cause_ref == ref).order_by(table.c.id.desc())
    return [dict(row) for row in ctx.connection.execute(statement).mappings()]


def seen(ctx: Context, row: Mapping[Any, Any]) -> Event:
    """A row as the viewer may see it."""
    rights = ctx.viewer.on(row["entity"])
    changes: dict[str, tuple[Any, Any]] = {}
    masked = set[str]()
    for key, (old, new) in row["changes"].items():
        right = FieldRight.EDIT if ctx.viewer is SYSTEM else rights.field(key)
        if right is FieldRight.HIDDEN:
            continue
        if right is FieldRight.MASKED:
            masked.add(key)
            changes[key] = (None, None)
        else:
            changes[key] = (unveil(ctx, old), unveil(ctx, new))
    cause = Cause(row["cause_kind"], row["cause_ref"], row["causation"], row["note"] or "", row["depth"])
    return Event(
        row["id"], row["at"], row["entity"], row["record"], row["rev"], row["action"], row["actor"], row["run_as"],
        cause, changes, frozenset(masked),
    )  # fmt: skip


def _merged(ctx: Context, entity: str, ids: Sequence[str]) -> list[str]:
    """What was merged into these records, and into that; not what was parted again since."""
    told = select(table.c.changes).where(table.c.entity == entity, table.c.record.in_(ids), table.c.action == "merged")
    others = {other for changes in ctx.connection.execute(told).scalars() for other in changes[MERGED][1]}
    if not others:
        return []
    there = ctx.store.table(entity)
    living = select(there.c.id).where(there.c.id.in_(others), there.c.deleted_at.is_(None))
    gone = sorted(others.difference(ctx.connection.execute(living).scalars(), ids))
    return [*gone, *_merged(ctx, entity, gone)] if gone else []


def _child_rows(ctx: Context, entity: str, id: str) -> list[Any]:  # noqa: A002
    """Those there are, in the recycle bin too, and those that went for good with a write of the record."""
    found = []
    for field in ctx.store.entity(entity).fields.values():
        relation = field.relation
        if relation is None or relation.kind != "many" or not relation.owned:
            continue
        child = ctx.store.table(relation.target)
        of = [table.c.record.in_(select(child.c.id).where(child.c[relation.via] == id))]
        if not (relation.far or ctx.store.entity(relation.target).definition.features.recycle_bin):
            of.append(table.c.record.in_(_went(entity, relation, id)))
        found += [and_(table.c.entity == relation.target, one) for one in of]
    return found


def _went(entity: str, relation: Relation, id: str) -> Select[tuple[str]]:  # noqa: A002
    """Ids of the record's rows that were deleted together with a change of it; the index knows deletions alone, and is
    used where the statement says so in so many words."""
    own, gone = table.alias(), table.alias()
    together = select(own.c.causation).where(own.c.entity == entity, own.c.record == id)
    return select(gone.c.record).where(
        gone.c.action == literal_column("'deleted'"),
        gone.c.entity == relation.target,
        gone.c.causation.in_(together),
        type_coerce(gone.c.changes, JSON)[(relation.via, 0)].as_string() == id,
    )
