"""One search box over all entities: the records that have all words, best first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.types import TypeEngine

from dougong.expressions.sql.types import Id, Instant, Text

from ..answers import request_key
from ..context import Context
from ..query.ready import Ready
from ..query.titles import titles
from ..scope import reading, reads_everything, reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from ..system_tables import search_index
from .folding import words_of
from .match import candidates, of_entity, search_parameters, word_conditions

_AFTER: dict[str, TypeEngine[Any]] = {"after_rank": Integer(), "after_length": Integer(), "after_record": Id()}
Place = tuple[int, int, str]
"""Where a hit stands among all: its rank, the length of its title, its id."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found; `rank` 0: the title is the text, 1: it begins with it, 2: it has it, or sounds as if it began so,
    3: found elsewhere."""

    entity: str
    id: str
    title: Any
    rank: int
    place: Place


@dataclass(frozen=True, slots=True)
class Narrow:
    """Only records of this owner, only those changed since this instant."""

    owner: str | None = None
    since: datetime | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        found = {"narrow_owner": self.owner, "narrow_since": self.since}
        return {key: value for key, value in found.items() if value is not None}


def search(
    ctx: Context,
    text: str,
    entities: Sequence[str] | None = None,
    limit: int = 20,
    narrow: Narrow = Narrow(),
    after: Place | None = None,
) -> list[Hit]:
    """At most `limit` readable living records that have all words of `text`, best first, from behind `after` on; none
    for an empty text."""
    parameters = {} if after is None else dict(zip(_AFTER, after, strict=True))

    def make(chosen: Sequence[str]) -> Select[Any]:
        index, rank, length = search_index, _rank(), func.length(search_index.c.title)
        found = select(index.c.entity, index.c.record, rank.label("rank"), length.label("length"))
        found = found.where(*_conditions(ctx, chosen, text, narrow))
        if after is not None:
            place = [bindparam(key, type_=type_) for key, type_ in _AFTER.items()]
            behind = or_(length > place[1], and_(length == place[1], index.c.record < place[2]))
            found = found.where(or_(rank > place[0], and_(rank == place[0], behind)))
        return found.order_by(rank, length, index.c.record.desc()).limit(bindparam("limit", type_=Integer()))

    hits = _ask(ctx, "search", text, entities, narrow, {**parameters, "limit": limit}, make)
    records: dict[str, list[str]] = {}
    for entity, record, _, _ in hits:
        records.setdefault(entity, []).append(record)
    known = {entity: titles(ctx, entity, some) for entity, some in records.items()}
    return [
        Hit(entity, record, known[entity].get(record), rank, (rank, length, record))
        for entity, record, rank, length in hits
    ]


def counts(ctx: Context, text: str, narrow: Narrow, most: int) -> dict[str, int]:
    """How many records of each entity have all words, among the first `most` that do; the entity with most first."""

    def make(chosen: Sequence[str]) -> Select[Any]:
        some = select(search_index.c.entity).where(*_conditions(ctx, chosen, text, narrow))
        inner = some.limit(bindparam("limit", type_=Integer())).subquery()
        number = func.count()
        return select(inner.c.entity, number).group_by(inner.c.entity).order_by(number.desc(), inner.c.entity)

    return dict(_ask(ctx, "search counts", text, None, narrow, {"limit": most}, make))


def _ask(
    ctx: Context,
    what: str,
    text: str,
    entities: Sequence[str] | None,
    narrow: Narrow,
    more: Mapping[str, Any],
    make: Callable[[Sequence[str]], Select[Any]],
) -> list[Any]:
    """The rows of a statement that is kept for equal rights and questions of the same shape."""
    words = words_of(text)
    chosen = [key for key in entities or ctx.store.model.entities if _searched(ctx, key)]
    if not words or not chosen:
        return []
    asked = {**search_parameters(text), **narrow.parameters, **more, "whole": " ".join(words)}
    parameters = {**viewer_parameters(ctx), **asked}
    if not ctx.viewer.rights_key or volatile_rights(ctx):
        return Ready(make(chosen)).values(ctx, parameters)
    # What the statement depends on besides the parameters' names: words without any trigram are looked for otherwise.
    key = (what, tuple(chosen), tuple(parameters), bool(asked["trigrams"]), request_key(ctx))
    ready: Ready = ctx.store.plan(key, lambda: Ready(make(chosen)))
    return ready.values(ctx, parameters)


def _conditions(ctx: Context, chosen: Sequence[str], text: str, narrow: Narrow) -> list[ColumnElement[bool]]:
    return [or_(*(_findable(ctx, key, text, narrow) for key in chosen)), *candidates(ctx, text)]


def _searched(ctx: Context, key: str) -> bool:
    model = ctx.store.model.entities.get(key)
    return model is not None and not model.implicit and not reads_nothing(ctx, key)


def _findable(ctx: Context, entity: str, text: str, narrow: Narrow) -> ColumnElement[bool]:
    """The index's row is of a living record of the entity, in the viewer's sight, and has all words."""
    row = ctx.store.table(entity).alias()
    seen = select(row.c.id).where(row.c.id == search_index.c.record, row.c.deleted_at.is_(None))
    if narrow.owner is not None:
        seen = seen.where(row.c.owner == bindparam("narrow_owner", type_=Id()))
    if narrow.since is not None:
        seen = seen.where(row.c.updated_at >= bindparam("narrow_since", type_=Instant()))
    if not reads_everything(ctx, entity):
        seen = seen.where(reading(ctx, entity, row))
    return and_(of_entity(ctx, entity, text), *word_conditions(ctx, entity, text), seen.exists())


def _rank() -> ColumnElement[int]:
    title, heard = search_index.c.title, search_index.c.initials
    whole = bindparam("whole", type_=Text())
    begins_so = func.substr(heard, 1, func.length(whole)) == whole
    return case(
        (title == whole, 0),
        (func.substr(title, 1, func.length(whole)) == whole, 1),
        (or_(func.replace(title, whole, "") != title, begins_so), 2),
        else_=3,
    )
