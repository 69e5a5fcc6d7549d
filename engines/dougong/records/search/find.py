"""One search box over all entities: the records that have all words, best first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, false, func, or_, select
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
from .match import candidates, readable_places, search_parameters, words_in

_AFTER: dict[str, TypeEngine[Any]] = {"after_rank": Integer(), "after_length": Integer(), "after_record": Id()}
_MORE = 4
"""How many times as many records as asked for are looked at before all are asked whether the viewer may see them."""
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

    def make(chosen: Sequence[str], whoever: bool = False) -> Select[Any]:
        index, rank, length = search_index, _rank(), func.length(search_index.c.title)
        found = select(index.c.entity, index.c.record, rank.label("rank"), length.label("length"))
        found = found.where(*_conditions(ctx, chosen, text, narrow, whoever))
        if after is not None:
            place = [bindparam(key, type_=type_) for key, type_ in _AFTER.items()]
            behind = or_(length > place[1], and_(length == place[1], index.c.record < place[2]))
            found = found.where(or_(rank > place[0], and_(rank == place[0], behind)))
        return found.order_by(rank, length, index.c.record.desc()).limit(bindparam("limit", type_=Integer()))

    if narrow == Narrow() and _sees_words(ctx, entities):
        # Whether the viewer may see them is asked of the best alone: where a word is in most records, that is the work.
        some = limit * _MORE
        best = _ask(
            ctx, "search best", text, entities, narrow, {**parameters, "limit": some}, partial(make, whoever=True)
        )
        hits = _named(ctx, best)
        if len(hits) >= limit or len(best) < some:
            return hits[:limit]
    return _named(ctx, _ask(ctx, "search", text, entities, narrow, {**parameters, "limit": limit}, make), True)


def _named(ctx: Context, found: Sequence[Any], untitled: bool = False) -> list[Hit]:
    """The records found with their titles; those without one, which the viewer may not see, only where they may."""
    records: dict[str, list[str]] = {}
    for entity, record, _, _ in found:
        records.setdefault(entity, []).append(record)
    known = {entity: titles(ctx, entity, some, living=True) for entity, some in records.items()}
    return [
        Hit(entity, record, known[entity].get(record), rank, (rank, length, record))
        for entity, record, rank, length in found
        if untitled or record in known[entity]
    ]


def _sees_words(ctx: Context, entities: Sequence[str] | None) -> bool:
    """Whether the viewer may look for words everywhere, so that no entity is searched in a way of its own."""
    chosen = (key for key in entities or ctx.store.model.entities if _searched(ctx, key))
    return all(readable_places(ctx, key) == (True, True) for key in chosen)


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


def _conditions(
    ctx: Context, chosen: Sequence[str], text: str, narrow: Narrow, whoever: bool = False
) -> list[ColumnElement[bool]]:
    """The index's row has all words and is of a chosen entity; unless `whoever`, it is in the viewer's sight too."""
    entity = search_index.c.entity
    if whoever:
        return [entity.op("||")("").in_(chosen), *words_in(ctx, text), *candidates(ctx, text)]
    seen = case({key: _findable(ctx, key, text, narrow) for key in chosen}, value=entity, else_=false())
    return [*words_in(ctx, text), seen, *candidates(ctx, text)]


def _searched(ctx: Context, key: str) -> bool:
    model = ctx.store.model.entities.get(key)
    return model is not None and not model.implicit and not reads_nothing(ctx, key)


def _findable(ctx: Context, entity: str, text: str, narrow: Narrow) -> ColumnElement[bool]:
    """The index's row, which is of the entity and has all words, is living and in the viewer's sight, and so are the words."""
    places = readable_places(ctx, entity)
    words = [] if places == (True, True) else words_in(ctx, text, *places)
    row = ctx.store.table(entity).alias()
    seen = select(row.c.id).where(row.c.id == search_index.c.record, row.c.deleted_at.is_(None))
    if narrow.owner is not None:
        seen = seen.where(row.c.owner == bindparam("narrow_owner", type_=Id()))
    if narrow.since is not None:
        seen = seen.where(row.c.updated_at >= bindparam("narrow_since", type_=Instant()))
    if not reads_everything(ctx, entity):
        seen = seen.where(reading(ctx, entity, row))
    return and_(*words, seen.exists())


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
