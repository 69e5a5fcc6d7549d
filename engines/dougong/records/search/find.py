"""One search box over all entities: the records that have all words, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select

from dougong.expressions.sql.types import Text

from ..answers import request_key
from ..context import Context
from ..query.ready import Ready
from ..query.titles import titles
from ..scope import reading, reads_everything, reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from ..system_tables import search_index
from .folding import words_of
from .match import candidates, of_entity, search_parameters, word_conditions


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
    asked = search_parameters(text)
    parameters = {**viewer_parameters(ctx), **asked, "whole": " ".join(words), "limit": limit}
    # What the statement depends on besides the parameters' names: words without any trigram are looked for otherwise.
    key = ("search", tuple(chosen), tuple(parameters), bool(asked["trigrams"]), request_key(ctx))
    if not ctx.viewer.rights_key or volatile_rights(ctx):
        ready = Ready(_statement(ctx, text, chosen))
    else:
        ready = ctx.store.plan(key, lambda: Ready(_statement(ctx, text, chosen)))
    hits = ready.values(ctx, parameters)
    found: dict[str, list[str]] = {}
    for entity, record, _ in hits:
        found.setdefault(entity, []).append(record)
    known = {entity: titles(ctx, entity, records) for entity, records in found.items()}
    return [Hit(entity, record, known[entity].get(record), rank) for entity, record, rank in hits]


def _statement(ctx: Context, text: str, chosen: Sequence[str]) -> Select[Any]:
    index = search_index
    rank = _rank().label("rank")
    return (
        select(index.c.entity, index.c.record, rank)
        .where(or_(*(_findable(ctx, key, text) for key in chosen)), *candidates(ctx, text))
        .order_by(rank, func.length(index.c.title), index.c.record.desc())
        .limit(bindparam("limit", type_=Integer()))
    )


def _searched(ctx: Context, key: str) -> bool:
    model = ctx.store.model.entities.get(key)
    return model is not None and not model.implicit and not reads_nothing(ctx, key)


def _findable(ctx: Context, entity: str, text: str) -> ColumnElement[bool]:
    """The index's row is of a living record of the entity, in the viewer's sight, and has all words."""
    row = ctx.store.table(entity).alias()
    seen = select(row.c.id).where(row.c.id == search_index.c.record, row.c.deleted_at.is_(None))
    if not reads_everything(ctx, entity):
        seen = seen.where(reading(ctx, entity, row))
    return and_(of_entity(ctx, entity, text), *word_conditions(ctx, entity, text), seen.exists())


def _rank() -> ColumnElement[int]:
    title = search_index.c.title
    whole = bindparam("whole", type_=Text())
    return case(
        (title == whole, 0),
        (func.substr(title, 1, func.length(whole)) == whole, 1),
        (func.replace(title, whole, "") != title, 2),
        else_=3,
    )
