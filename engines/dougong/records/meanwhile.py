"""What others saved since somebody read a record: its fields, its links and its child rows, from the history."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from dougong.metamodel.model import FieldModel

from .context import Context
from .history import Event, seen
from .system_tables import history as table
from .values import Conflict, RowChange


def meanwhile(ctx: Context, entity: str, id: str, rev: int) -> Conflict:  # noqa: A002
    """What was saved after revision `rev`, as the viewer may see it; `rev` of the answer is the newest told of."""
    by, fields, newest = None, dict[str, tuple[Any, Any]](), rev
    statement = (
        select(table).where(table.c.entity == entity, table.c.record == id, table.c.rev > rev).order_by(table.c.id)
    )
    first = None
    for row in ctx.connection.execute(statement).mappings():
        event = seen(ctx, row)
        first = event.id if first is None else first
        by, newest = event.actor, max(newest, event.rev)
        for key, (old, new) in event.changes.items():
            if key not in event.masked:
                fields[key] = (fields[key][0] if key in fields else old, new)
    rows = dict(_rows(ctx, entity, id, first)) if first is not None else {}
    return Conflict(entity, id, newest, by, {key: pair for key, pair in fields.items() if pair[0] != pair[1]}, rows)


def _rows(ctx: Context, entity: str, id: str, first: int) -> Iterable[tuple[str, tuple[RowChange, ...]]]:  # noqa: A002
    """By field, what became of each child row since an entry of the record's; that of a write comes before its rows'."""
    for field in ctx.store.entity(entity).fields.values():
        relation = field.relation
        if relation is None or relation.kind != "many" or not relation.owned or relation.far:
            continue
        child = ctx.store.table(relation.target)
        living = select(child.c.id).where(child.c[relation.via] == id)
        told = or_(table.c.record.in_(living), table.c.action == "deleted")
        after = table.c.id > first, table.c.entity == relation.target
        by_row: dict[str, list[Event]] = {}
        for row in ctx.connection.execute(select(table).where(*after, told).order_by(table.c.id)).mappings():
            by_row.setdefault(row["record"], []).append(seen(ctx, row))
        mine = set(ctx.connection.execute(living.where(child.c.id.in_(by_row))).scalars())
        changes = [
            change
            for one, events in by_row.items()
            if (one in mine or _was_of(field, events[-1], id)) and (change := _change(one, events)) is not None
        ]
        if changes:
            yield field.key, tuple(changes)


def _was_of(field: FieldModel, event: Event, id: str) -> bool:  # noqa: A002
    """Whether a row that is gone for good was the record's."""
    return field.relation is not None and event.changes.get(field.relation.via, ("", ""))[0] == id


def _change(row: str, events: list[Event]) -> RowChange | None:
    """What several writes came to; None when a row came and went."""
    fields: dict[str, tuple[Any, Any]] = {}
    for event in events:
        for key, (old, new) in event.changes.items():
            if key not in event.masked:
                fields[key] = (fields[key][0] if key in fields else old, new)
    made, last = events[0].action == "created", events[-1].action
    if last == "deleted":
        return None if made else RowChange(row, "deleted", fields)
    if made:
        return RowChange(row, "created", fields)
    return RowChange(row, "updated", {key: pair for key, pair in fields.items() if pair[0] != pair[1]})
