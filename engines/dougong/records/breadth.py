"""How much of a table a viewer's scope reaches: rows of a wide one are asked as they come, not gathered by its indexes.

SQLite gathers the alternatives of a scope (own department's or own people's) one index entry and one row at a time,
which for most of a table costs several times what reading the table does. Measured at 100,000 rows: 435 ms and 70 ms.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from .answers import request_key
from .context import Context
from .scope import disjoint, term_condition
from .scope_words import viewer_parameters
from .sync.plan import about_rows

SMALL = 5_000
"""Tables of fewer rows are read either way."""
SHARE = 0.25
"""From which part of a table on a scope is wide."""
_TRUSTED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Seen:
    until: datetime
    wide: bool


def wide(ctx: Context, entity: str) -> bool:
    """Whether one alternative of several in the viewer's scope reaches a good part of the entity's rows.

    Looked at now and then: it decides about speed only. PostgreSQL's planner sees to it by itself.
    """
    if ctx.viewer.admin or not ctx.viewer.rights_key or ctx.connection.dialect.name != "sqlite":
        return False
    if len(ctx.viewer.on(entity).read.words) < 2:
        return False
    key = ("wide", entity, request_key(ctx))
    seen: _Seen | None = ctx.store.known(key)
    if seen is None or seen.until < ctx.now:
        seen = _Seen(ctx.now + _TRUSTED, _reaches_far(ctx, entity))
        ctx.store.keep(key, seen)
    return seen.wide


def _reaches_far(ctx: Context, entity: str) -> bool:
    table = ctx.store.table(entity)
    if not disjoint(ctx, entity, table):
        return False
    rows = about_rows(ctx.connection, table)
    if rows < SMALL:
        return False
    living = table.c.deleted_at.is_(None)
    enough = max(1, int(rows * SHARE))
    for word in ctx.viewer.on(entity).read.words:
        some = select(table.c.id).where(term_condition(ctx, entity, word, table), living).limit(enough)
        found = ctx.connection.scalar(select(func.count()).select_from(some.subquery()), viewer_parameters(ctx))
        if (found or 0) >= enough:
            return True
    return False
