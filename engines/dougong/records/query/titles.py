"""Titles of records by id, as far as the viewer may read them."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from ..answers import request_key
from ..context import Context
from ..ids import id_parameters
from ..listed import listed
from ..scope import reading, reads_everything, reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from .columns import title_value
from .joins import Joins
from .ready import Ready

BATCH = 500


def titles(ctx: Context, entity: str, ids: Iterable[str], living: bool = False) -> dict[str, Any]:
    """Id -> title, deleted records included unless `living`; ids that are unknown or not readable are absent."""
    wanted = list(dict.fromkeys(ids))
    if not wanted or reads_nothing(ctx, entity):
        return {}
    seen = viewer_parameters(ctx)
    found: dict[str, Any] = {}
    for start in range(0, len(wanted), BATCH):
        asked = list(id_parameters(wanted[start : start + BATCH]).values())
        ready = _kept(ctx, entity, seen, living) if asked else None
        if ready is not None:
            found.update(ready.values(ctx, {**seen, "ids": asked}))
    return found


def _kept(ctx: Context, entity: str, seen: Mapping[str, Any], living: bool) -> Ready | None:
    """Kept for equal rights where the title is a column; what a formula makes may be another in the next request."""
    title = ctx.store.entity(entity).title
    if not ctx.viewer.rights_key or volatile_rights(ctx) or title.storage is None or title.relation is not None:
        return _make(ctx, entity, living)
    key: Hashable = ("titles", entity, living, tuple(seen), request_key(ctx))
    ready: Ready | None = ctx.store.plan(key, lambda: _make(ctx, entity, living))
    return ready


def _make(ctx: Context, entity: str, living: bool) -> Ready | None:
    joins = Joins(ctx, entity)
    title = title_value(joins, ())
    if title is None:
        return None
    query = select(joins.root.c.id, title).select_from(joins.clause)
    if not reads_everything(ctx, entity):
        query = query.where(reading(ctx, entity, joins.root))
    if living:
        query = query.where(joins.root.c.deleted_at.is_(None))
    return Ready(query.where(listed(joins.root.c.id, "ids")))
