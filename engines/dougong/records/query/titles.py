"""Titles of records by id, as far as the viewer may read them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from ..context import Context
from ..scope import reading, reads_everything, reads_nothing
from .columns import title_value
from .joins import Joins

BATCH = 500


def titles(ctx: Context, entity: str, ids: Iterable[str]) -> dict[str, Any]:
    """Id -> title; ids that are unknown or not readable are absent."""
    if reads_nothing(ctx, entity):
        return {}
    joins = Joins(ctx, entity)
    title = title_value(joins, ())
    if title is None:
        return {}
    query = select(joins.root.c.id, title).select_from(joins.clause)
    if not reads_everything(ctx, entity):
        query = query.where(reading(ctx, entity, joins.root))
    wanted = list(ids)
    found: dict[str, Any] = {}
    for start in range(0, len(wanted), BATCH):
        rows = ctx.connection.execute(query.where(joins.root.c.id.in_(wanted[start : start + BATCH])))
        found.update((identity, words) for identity, words in rows)
    return found
