"""The outbox: what changed, told in the transaction of the change to flows, webhooks and listeners.

Who works the events off, and how often they are tried, is the host's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from .context import Cause, Context
from .prepared import run
from .system_tables import change_event

MOST_IDS = 500
"""Records per event."""
_INSERT = insert(change_event).inline()


@dataclass(frozen=True, slots=True)
class Change:
    """Records of one entity to which the same happened; `action` is created, updated, deleted, restored, purged or
    shared, whose `fields` are the ids of the shares; `cause` is set where it is not the batch's."""

    entity: str
    action: str
    ids: Sequence[str]
    fields: Sequence[str] = ()
    cause: Cause | None = None


def emit(ctx: Context, cause: Cause, changes: Iterable[Change]) -> None:
    """Appends one event per chunk of at most 500 records."""
    rows: list[dict[str, Any]] = [
        {
            "at": ctx.now,
            "entity": change.entity,
            "action": change.action,
            "ids": list(change.ids[start : start + MOST_IDS]),
            "fields": list(change.fields),
            "actor": ctx.viewer.person,
            "cause_kind": why.kind,
            "cause_ref": why.ref,
            "causation": why.causation,
            "depth": why.depth,
        }
        for change in changes
        for why in (change.cause or cause,)
        for start in range(0, len(change.ids), MOST_IDS)
    ]
    run(ctx, _INSERT, rows)


def any_waiting(ctx: Context) -> bool:
    """Whether there is an event not done yet; locks nothing."""
    return (
        ctx.connection.execute(select(change_event.c.id).where(change_event.c.done_at.is_(None)).limit(1)).first()
        is not None
    )


def waiting(ctx: Context, limit: int = 100) -> list[dict[str, Any]]:
    """Events not done yet, oldest first; on PostgreSQL locked for the caller, passing over those others hold."""
    statement = select(change_event).where(change_event.c.done_at.is_(None)).order_by(change_event.c.id).limit(limit)
    if ctx.connection.dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    return [dict(row) for row in ctx.connection.execute(statement).mappings()]


def done(ctx: Context, ids: Iterable[int]) -> None:
    """Marks events as worked off."""
    statement = update(change_event).where(change_event.c.id == bindparam("row_id")).values(done_at=ctx.now)
    if rows := [{"row_id": identity} for identity in ids]:
        ctx.connection.execute(statement, rows)


def sweep(connection: Connection, before: datetime) -> int:
    """Forgets events that were done before an instant; how many."""
    return connection.execute(delete(change_event).where(change_event.c.done_at < before)).rowcount
