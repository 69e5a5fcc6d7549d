"""How much of a table a viewer's scope reaches: rows of a wide one are asked as they come, not gathered by its indexes.

SQLite gathers the alternatives of a scope (own department's or own people's) one index entry and one row at a time,
which for most of a table costs several times what reading the table does. Measured at 100,000 rows: 435 ms and 70 ms.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from .answers import request_key
from .context import Context
from .scope import reads_everything, term_condition
from .scope_words import viewer_parameters
from .sync.plan import about_rows

SMALL = 5_000
"""Tables of fewer rows are read either way."""
SHARE = 0.25
"""From which part of a table on a scope is wide."""
SOME = 0.05
"""From which part of a table on a viewer's first rows are near, whatever the order."""
_TRUSTED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Seen:
    until: datetime
    found: Any


def looked(ctx: Context, key: Hashable, look: Callable[[], Any]) -> Any:
    """What a look at the data found, taken again after ten minutes: for what decides about speed only."""
    place = ("looked", ctx.connection.dialect.name, key)
    seen: _Seen | None = ctx.store.known(place)
    if seen is None or seen.until < ctx.now:
        seen = _Seen(ctx.now + _TRUSTED, look())
        ctx.store.keep(place, seen)
    return seen.found


def wide(ctx: Context, entity: str) -> bool:
    """Whether one alternative of several in the viewer's scope reaches a good part of the entity's rows.

    It decides about speed only. PostgreSQL's planner sees to it by itself.
    """
    if reads_everything(ctx, entity) or ctx.connection.dialect.name != "sqlite":
        return False
    return len(ctx.viewer.on(entity).read.words) > 1 and reaches_far(ctx, entity)


def reaches_far(ctx: Context, entity: str) -> bool:
    """Whether the entity has many rows and the viewer sees a good part of them."""
    return reach(ctx, entity) >= SHARE


def reach(ctx: Context, entity: str) -> float:
    """About which part of a large entity's rows the viewer sees, as far as the widest alternative of the scope tells; 0
    where there are few rows, or it is not known."""
    if not ctx.viewer.admin and not ctx.viewer.rights_key:
        return 0
    found: float = looked(ctx, ("reach", entity, request_key(ctx)), lambda: _look(ctx, entity))
    return found


def _look(ctx: Context, entity: str) -> float:
    table = ctx.store.table(entity)
    rows = about_rows(ctx.connection, table)
    if rows < SMALL or reads_everything(ctx, entity):
        return float(rows >= SMALL)
    if ctx.store.entity(entity).owner_link is not None:  # its parent's scope counts
        return 0
    living, enough, most = table.c.deleted_at.is_(None), max(1, int(rows * SHARE)), 0
    for word in ctx.viewer.on(entity).read.words:
        some = select(table.c.id).where(term_condition(ctx, entity, word, table), living).limit(enough)
        found = ctx.connection.scalar(select(func.count()).select_from(some.subquery()), viewer_parameters(ctx))
        most = max(most, found or 0)
        if most >= enough:
            break
    return SHARE if most >= enough else most / max(rows, 1)
