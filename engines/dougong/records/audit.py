"""Searching the whole history: by person, entity, record, field, action, cause and time, within the viewer's rights.

An event is shown where its record may be read now; fields hidden from the viewer are left out, masked ones are named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, ColumnElement, Text, and_, cast, func, or_, select

from .context import Context
from .history import Event, seen
from .rights import FieldRight
from .scope import reading, reads_everything, reads_nothing
from .system_tables import history as table


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Empty members do not narrow. `since` and `until` are instants, `until` not included. `before` continues from an
    Event's id; `also` names entities that are no user's: the host's own events."""

    actor: str = ""
    entity: str = ""
    record: str = ""
    field: str = ""
    action: str = ""
    cause: str = ""
    ref: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first; `next` is the `before` of the next page, None at the end."""

    events: tuple[Event, ...]
    next: int | None


def audit(ctx: Context, query: AuditQuery) -> AuditPage:
    """One statement."""
    conditions = list(_conditions(ctx, query))
    statement = select(table).where(*conditions).order_by(table.c.id.desc()).limit(query.limit + 1)
    rows = ctx.connection.execute(statement).mappings().all()
    events = tuple(seen(ctx, row) for row in rows[: query.limit])
    return AuditPage(events, events[-1].id if len(rows) > query.limit else None)


def _conditions(ctx: Context, query: AuditQuery) -> Iterator[ColumnElement[bool]]:
    columns = table.c
    exact = (
        (columns.actor, query.actor), (columns.entity, query.entity), (columns.record, query.record),
        (columns.action, query.action), (columns.cause_kind, query.cause), (columns.cause_ref, query.ref),
    )  # fmt: skip
    yield from (column == value for column, value in exact if value)
    if query.since is not None:
        yield and_(columns.at >= query.since, columns.day >= query.since.date())
    if query.until is not None:
        yield and_(columns.at < query.until, columns.day <= query.until.date())
    if query.before is not None:
        yield columns.id < query.before
    if query.field:
        yield _names_field(ctx, query.field)
    if not ctx.viewer.admin:
        yield or_(columns.entity.in_(query.also), *_visible(ctx, query))


def _names_field(ctx: Context, field: str) -> ColumnElement[bool]:
    """Rows whose changes name the field, in entities where the viewer may know of it."""
    path = f'$."{field.replace(chr(34), "")}"'
    if ctx.connection.dialect.name == "sqlite":
        found: ColumnElement[bool] = func.json_type(cast(table.c.changes, Text), path).is_not(None)
    else:
        found = func.jsonb_exists(table.c.changes, field, type_=Boolean)
    hidden = [
        key
        for key in ctx.store.model.entities
        if not ctx.viewer.admin and ctx.viewer.on(key).field(field) is FieldRight.HIDDEN
    ]
    return and_(found, table.c.entity.not_in(hidden))


def _visible(ctx: Context, query: AuditQuery) -> Iterator[ColumnElement[bool]]:
    """Events of entities read whole, and of records that may be read now."""
    whole = []
    for key in [query.entity] if query.entity else list(ctx.store.model.entities):
        if key not in ctx.store.model.entities or reads_nothing(ctx, key):
            continue
        if reads_everything(ctx, key):
            whole.append(key)
            continue
        there = ctx.store.read(key).alias()
        mine = select(there.c.id).where(there.c.id == table.c.record, reading(ctx, key, there)).exists()
        yield and_(table.c.entity == key, mine)
    yield table.c.entity.in_(whole)
