"""One search box over all entities: the records that have all words, best first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, false, func, literal_column, or_, select
from sqlalchemy.types import TypeEngine

from dougong.expressions.sql.types import Id, Instant, Text

from ..answers import request_key
from ..breadth import reaches_far
from ..context import Context
from ..query.ready import Ready
from ..query.titles import titles
from ..scope import reading, reads_everything, reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from ..system_tables import search_index
from .folding import words_of
from .match import candidates, common, readable_places, search_parameters, words_in

_AFTER: dict[str, TypeEngine[Any]] = {"after_rank": Integer(), "after_length": Integer(), "after_record": Id()}
_LOOKED_AT = 500
"""How many of the best are looked at before all are asked whether the viewer may see them."""
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
    place = {} if after is None else dict(zip(_AFTER, after, strict=True))

    def best(chosen: Sequence[str]) -> Select[Any]:
        return _in_order(ctx, bool(place), *_of(chosen), *words_in(ctx, text), *_known(ctx, text))

    def findable(chosen: Sequence[str]) -> Select[Any]:
        return _in_order(ctx, bool(place), *_conditions(ctx, chosen, text, narrow))

    if narrow == Narrow() and _sees_words(ctx, entities):
        # Whether the viewer may see them is asked of the best alone: where a word is in most records, that is the work.
        some = max(_LOOKED_AT, 2 * limit)
        met = _ask(ctx, "search best", text, entities, narrow, {**place, "limit": some}, best)
        hits = _named(ctx, met)
        if len(hits) >= limit or len(met) < some:
            return hits[:limit]
    return _named(ctx, _ask(ctx, "search", text, entities, narrow, {**place, "limit": limit}, findable), True)


def _sees_words(ctx: Context, entities: Sequence[str] | None) -> bool:
    """Whether the viewer may look for words everywhere, so that no entity is searched in a way of its own."""
    chosen = (key for key in entities or ctx.store.model.entities if _searched(ctx, key))
    return all(readable_places(ctx, key) == (True, True) for key in chosen)


def _in_order(ctx: Context, continued: bool, *where: ColumnElement[bool]) -> Select[Any]:
    """Entity, record, rank, length of the title and id of the index's rows, best first, at most `limit`; `continued` from
    behind a place on."""
    index, rank, length = search_index.c, _rank(), func.length(search_index.c.title)
    every = select(index.entity, index.record, rank.label("rank"), length.label("length"), index.id).where(*where)
    # Newest first, as the best will stand: of rows that come in the other way round each would be kept for a while. The
    # offset of nothing keeps databases from leaving that out.
    every = every.order_by(index.id.desc()).offset(literal_column("0"))
    met = every.subquery("met").c
    found = select(met.entity, met.record, met.rank, met.length, met.id)
    if continued:
        place = [bindparam(key, type_=type_) for key, type_ in _AFTER.items()]
        behind = or_(met.length > place[1], and_(met.length == place[1], met.record < place[2]))
        found = found.where(or_(met.rank > place[0], and_(met.rank == place[0], behind)))
    return found.order_by(met.rank, met.length, met.record.desc()).limit(bindparam("limit", type_=Integer()))


def _named(ctx: Context, found: Sequence[Sequence[Any]], untitled: bool = False) -> list[Hit]:
    """The records found with their titles; those without one, which the viewer may not see, only where they may."""
    records: dict[str, list[str]] = {}
    for entity, record, *_ in found:
        records.setdefault(entity, []).append(record)
    known = {entity: titles(ctx, entity, some, living=True) for entity, some in records.items()}
    return [
        Hit(entity, record, known[entity].get(record), rank, (rank, length, record))
        for entity, record, rank, length, _ in found
        if untitled or record in known[entity]
    ]


def counts(ctx: Context, text: str, narrow: Narrow, most: int) -> dict[str, int]:
    """How many records of each entity have all words, among the first `most` that do; the entity with most first."""

    def some(chosen: Sequence[str]) -> Select[Any]:
        found = select(search_index.c.entity, search_index.c.record)
        found = found.where(*_of(chosen), *words_in(ctx, text), *_known(ctx, text))
        return found.limit(bindparam("limit", type_=Integer()))

    def findable(chosen: Sequence[str]) -> Select[Any]:
        found = select(search_index.c.entity).where(*_conditions(ctx, chosen, text, narrow))
        inner = found.limit(bindparam("limit", type_=Integer())).subquery()
        return select(inner.c.entity, func.count()).group_by(inner.c.entity)

    if narrow == Narrow() and _sees_words(ctx, None):
        met = _ask(ctx, "search some", text, None, narrow, {"limit": most}, some)
        seen: dict[str, list[str]] = {}
        for entity, record in met:
            seen.setdefault(entity, []).append(record)
        if len(met) < most or all(reads_everything(ctx, key) for key in seen):
            return _most_first({key: len(titles(ctx, key, ids, living=True)) for key, ids in seen.items()})
    return _most_first(dict(_ask(ctx, "search counts", text, None, narrow, {"limit": most}, findable)))


def _most_first(numbers: Mapping[str, int]) -> dict[str, int]:
    return {key: n for key, n in sorted(numbers.items(), key=lambda one: (-one[1], one[0])) if n}


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
    known = _gathered(ctx, chosen, narrow)
    key = (what, tuple(chosen), tuple(parameters), bool(asked["trigrams"]), common(ctx, text), known, request_key(ctx))
    ready: Ready = ctx.store.plan(key, lambda: Ready(make(chosen)))
    return ready.values(ctx, parameters)


def _conditions(ctx: Context, chosen: Sequence[str], text: str, narrow: Narrow) -> list[ColumnElement[bool]]:
    """The index's row has all words, and the viewer may find it."""
    return [*words_in(ctx, text), _findable(ctx, chosen, text, narrow), *_known(ctx, text)]


def _known(ctx: Context, text: str) -> list[ColumnElement[bool]]:
    """What trigrams know; of words that most rows have, each row is asked."""
    return [] if common(ctx, text) else candidates(ctx, text)


def _of(chosen: Sequence[str]) -> list[ColumnElement[bool]]:
    return [search_index.c.entity.op("||")("").in_(chosen)]  # SQLite must not take this for the way in


def _gathered(ctx: Context, chosen: Sequence[str], narrow: Narrow) -> frozenset[str]:
    """The entities of which few records come into question: they are gathered once, instead of asking about each that has
    the words."""
    return frozenset(
        key for key in chosen if narrow.owner is not None or not (reads_everything(ctx, key) or reaches_far(ctx, key))
    )


def _findable(ctx: Context, chosen: Sequence[str], text: str, narrow: Narrow) -> ColumnElement[bool]:
    """The index's row, which has all words, is of a chosen entity and the viewer may find it."""
    gathered = _gathered(ctx, chosen, narrow)
    each = {key: _seen(ctx, key, text, narrow, key in gathered) for key in chosen}
    return case(each, value=search_index.c.entity, else_=false())


def _searched(ctx: Context, key: str) -> bool:
    model = ctx.store.model.entities.get(key)
    return model is not None and not model.implicit and not reads_nothing(ctx, key)


def _seen(ctx: Context, entity: str, text: str, narrow: Narrow, gathered: bool) -> ColumnElement[bool]:
    """The index's row, which is of the entity and has all words, is living and in the viewer's sight, and so are the words."""
    places = readable_places(ctx, entity)
    words = [] if places == (True, True) else words_in(ctx, text, *places)
    row = ctx.store.table(entity).alias()
    seen = select(row.c.id).where(row.c.deleted_at.is_(None))
    if narrow.owner is not None:
        seen = seen.where(row.c.owner == bindparam("narrow_owner", type_=Id()))
    if narrow.since is not None:
        seen = seen.where(row.c.updated_at >= bindparam("narrow_since", type_=Instant()))
    if not reads_everything(ctx, entity):
        seen = seen.where(reading(ctx, entity, row))
    record = search_index.c.record
    return and_(*words, record.in_(seen.correlate(None)) if gathered else seen.where(row.c.id == record).exists())


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
