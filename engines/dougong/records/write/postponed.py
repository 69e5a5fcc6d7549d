"""Stored formulas too many to be worked out inside the write that moved them: kept as pieces, worked off afterwards.

A piece stays until the transaction that worked it out is committed, so none is lost and none is done by halves.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Text, cast, delete, func, insert, select

from ..context import Context
from ..system_tables import recalculation as table
from .load import chunks
from .plan import rules_of

MOST = 5_000
"""Records whose formulas a write works out itself, per entity and level."""
PIECE = 1_000


def postpone(ctx: Context, entity: str, fields: Iterable[str], ids: Iterable[str]) -> None:
    """Keeps the work for later, in the transaction of the write."""
    common = {"at": ctx.now, "entity": entity, "fields": sorted(fields)}
    ctx.connection.execute(insert(table), [{**common, "ids": list(some)} for some in chunks(sorted(ids), PIECE)])


def waiting(connection: Connection) -> int:
    """How many pieces there are to work off."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def recalculating(ctx: Context) -> dict[str, frozenset[str]]:
    """Entity -> fields of which some records still show what was before."""
    found: dict[str, set[str]] = {}
    for entity, fields in ctx.connection.execute(select(table.c.entity, table.c.fields)):
        found.setdefault(entity, set()).update(fields)
    return {entity: frozenset(fields) for entity, fields in found.items()}


def waiting_of(ctx: Context, entity: str, id: str) -> frozenset[str]:  # noqa: A002
    """Fields of one record that still show what was before."""
    named = cast(table.c.ids, Text).contains(f'"{id}"', autoescape=True)
    found = ctx.connection.execute(select(table.c.fields).where(table.c.entity == entity, named)).scalars()
    return frozenset(field for fields in found for field in fields)


def take(ctx: Context) -> dict[tuple[str, str], set[str]] | None:
    """The oldest piece that nobody else works on, gone with the caller's transaction: (entity, field) -> ids, without
    what the model no longer has. None when none is left."""
    statement = select(table).order_by(table.c.id).limit(1).with_for_update(skip_locked=True)
    row = ctx.connection.execute(statement).mappings().first()
    if row is None:
        return None
    ctx.connection.execute(delete(table).where(table.c.id == row["id"]))
    if row["entity"] not in ctx.store.model.entities:
        return {}
    rules = rules_of(ctx.store, row["entity"])
    known = {one.field.key for one in (*rules.computations, *rules.rollups) if one.dependencies}
    return {(row["entity"], field): set(row["ids"]) for field in row["fields"] if field in known}
