"""One search box over all entities: the records that have all words, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select, union_all
from sqlalchemy import literal as constant

from ..context import Context
from ..query.titles import titles
from ..scope import reading, reads_everything, reads_nothing, viewer_parameters
from ..system_tables import search_index
from .folding import words_of
from .match import search_parameters, word_conditions


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found; `rank` 0: the title is the text, 1: it begins with it, 2: it has it, 3: found elsewhere."""

    entity: str
    id: str
    title: Any
    rank: int


def search(ctx: Context, text: str, entities: Sequence[str] | None = None, limit: int = 20) -> list[Hit]:
    """At most `limit` readable living records that have all words of `text`; none for an empty text."""
    words = words_of(text)
    chosen = [key for key in entities or ctx.store.model.entities if _searched(ctx, key)]
    if not words or not chosen:
        return []
    parts = [_part(ctx, key, text) for key in chosen]
    found = union_all(*parts).subquery("found")
    statement = (
        select(found.c.entity, found.c.record, found.c.rank)
        .order_by(found.c.rank, func.length(found.c.title), found.c.record.desc())
        .limit(limit)
    )
    parameters = {**viewer_parameters(ctx), **search_parameters(text)}
    hits = ctx.connection.execute(statement, parameters).all()
    known = {key: titles(ctx, key, [one.record for one in hits if one.entity == key]) for key in chosen}
    return [Hit(one.entity, one.record, known[one.entity].get(one.record), one.rank) for one in hits]


def _searched(ctx: Context, key: str) -> bool:
    model = ctx.store.model.entities.get(key)
    return model is not None and not model.implicit and not reads_nothing(ctx, key)


def _part(ctx: Context, entity: str, text: str) -> Any:
    """The matches in one entity, within the viewer's sight."""
    table = ctx.store.table(entity).alias()
    whole = " ".join(words_of(text))
    index = search_index
    rank = case(
        (index.c.title == whole, 0),
        (func.substr(index.c.title, 1, len(whole)) == whole, 1),
        (index.c.title.contains(whole, autoescape=True), 2),
        else_=3,
    )
    query = (
        select(constant(entity).label("entity"), index.c.record, index.c.title, rank.label("rank"))
        .join(table, table.c.id == index.c.record)
        .where(index.c.entity == entity, table.c.deleted_at.is_(None), *word_conditions(ctx, entity, text))
    )
    return query if reads_everything(ctx, entity) else query.where(reading(ctx, entity, table))
