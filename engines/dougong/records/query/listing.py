"""A query compiled: the statement of a page, the statement of its total, and how to read their rows.

A page is found in one of two ways. The database chooses among all indexes; or, `walking`, the order's own index is read
from its beginning and each entry asked whether the viewer may see it, which that index can answer by itself; an order by
a link's titles is walked along these (`by_titles`). Walking serves who sees much, and SQLite, which keeps no
distributions, would not find out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import add
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Select, bindparam, func, literal_column, select

from dougong.expressions.sql.types import Id
from dougong.metamodel.model import FieldModel

from ..breadth import wide
from ..context import Context
from ..driver import Found
from ..ids import id_parameters
from ..indexes import indexed, scope_columns, sorted_by
from ..scope import disjoint, passing, reads_everything
from ..tables import unique_keys
from ..values import Query, Row
from .any_links import fill_any_titles
from .by_titles import DEEP, ids_by_titles, title_link
from .columns import Columns, all_fields, select_fields
from .conditions import conditions, fulfilled_by_many, sort_keys
from .joins import Joins
from .order import SortKey, after
from .readers import Reader, processes_of, reader
from .ready import Ready

MAX_LIMIT = 10_000
ESTIMATE_ABOVE = 10_000
_INNER = "n"
"""The alias under which a page's ids are found."""


@dataclass(frozen=True, slots=True)
class Listing:
    """`page` takes `limit` and `offset`; result rows hold `columns`, then the sort values. `walk`: how many
    steps along the order's index cost about as much as to fetch and sort one row; 0: there is none to walk along.
    `titled`: the link whose titles' index it is."""

    page: Ready
    total: Ready
    bounded: Ready
    columns: Columns
    sorts: int
    volatile: bool
    walk: int
    titled: FieldModel | None
    _readers: dict[bool, Reader] = field(default_factory=dict)

    def rows(self, ctx: Context, found: Found, limit: int, outside: bool) -> list[Row]:
        """The records of a page."""
        read = self._readers.get(outside)
        if read is None:
            processes = processes_of(self.page.kinds, found.codes, ctx.connection.dialect, outside)
            read = self._readers[outside] = reader(self.columns.keys, processes, self.columns.masked, outside)
        rows = read(found.rows[:limit])
        fill_any_titles(ctx, rows, self.columns.any_links, outside)
        return rows

    def place(self, ctx: Context, found: Found, number: int) -> list[Any]:
        """The sort values of one row, for a cursor."""
        kinds, codes = self.page.kinds[-self.sorts :], found.codes[-self.sorts :]
        processes = processes_of(kinds, codes, ctx.connection.dialect, False)
        cells = zip(found.rows[number][-self.sorts :], processes, strict=True)
        return [cell if cell is None or make is None else make(cell) for cell, make in cells]


def listing(ctx: Context, query: Query, continued: Sequence[Any] | None, walking: bool = False) -> Listing:
    """The statements of a query; `continued` holds the cursor's values. Raises ProblemsFound for what is refused."""
    joins = Joins(ctx, query.entity)
    columns = select_fields(joins, query.fields or all_fields(joins))
    keys = sort_keys(joins, query.sort)
    gathering = not (walking or continued is not None) and _gathers(ctx, query, keys, joins)
    page = (
        select(*columns.values, *(key.value.label(f"s{n}") for n, key in enumerate(keys)))
        .order_by(*(key.clause for key in keys))
        .limit(bindparam("limit", query.limit))
    )
    link = title_link(ctx, query) if continued is None else None
    if walking and link is not None:
        page = page.where(joins.root.c.id.in_(ids_by_titles(ctx, query, link)))
    elif walking or gathering or (query.ids is None and _sorts(ctx, query, continued)):
        page = page.where(joins.root.c.id.in_(_skipped(ctx, query, continued, walking, gathering)))
    else:
        page = page.where(*_where(joins, query))
        page = page.where(after(keys, continued)) if continued is not None else page
    page = page.select_from(joins.clause)
    counted = Joins(ctx, query.entity)
    counted_where = _where(counted, query)
    some: Select[Any] = (
        select(literal_column("1")).select_from(counted.clause).where(*counted_where).limit(ESTIMATE_ABOVE + 1)
    )
    return Listing(
        Ready(page, {_INNER: partial(fulfilled_by_many, query=query)} if gathering else {}),
        Ready(_total(ctx, query)),
        Ready(select(func.count()).select_from(some.subquery())),
        columns,
        len(keys),
        joins.volatile or counted.volatile,
        1 if link is not None else _walk(ctx, query),
        link,
    )


def _walk(ctx: Context, query: Query) -> int:
    """Indexes of views' orders know whom a row belongs to; by id each row is looked at."""
    model = ctx.store.entity(query.entity)
    if query.deleted or len(query.sort) > 1 or reads_everything(ctx, query.entity) or not scope_columns(model):
        return 0
    by = query.sort[0].lstrip("-") if query.sort else "id"
    return 20 if by in sorted_by(ctx.store.model, model) else 1 if by == "id" else 0


def _total(ctx: Context, query: Query) -> Select[Any]:
    """The number of rows; alternatives of the viewer's scope are counted apart."""
    joins = Joins(ctx, query.entity)
    parts = [_counted(ctx, query, n) for n, _ in enumerate(disjoint(ctx, query.entity, joins.root))]
    return select(reduce(add, (part.scalar_subquery() for part in parts))) if parts else _counted(ctx, query)


def _counted(ctx: Context, query: Query, part: int | None = None) -> Select[Any]:
    joins = Joins(ctx, query.entity)
    within = None if part is None else disjoint(ctx, query.entity, joins.root)[part]
    where = _where(joins, query, within)
    return select(func.count()).select_from(joins.clause).where(*where).correlate(None)


def _where(joins: Joins, query: Query, within: ColumnElement[bool] | None = None) -> list[ColumnElement[bool]]:
    found = conditions(joins, query.filter, query.search, query.deleted, within)
    if query.ids is not None:
        found.append(joins.root.c.id.in_([bindparam(key, type_=Id()) for key in id_parameters(query.ids)]))
    return found


def _sorts(ctx: Context, query: Query, continued: Sequence[Any] | None) -> bool:
    """Whether more rows than the page's may be met before it is known: these are not joined to anything."""
    return bool(query.search) or not reads_everything(ctx, query.entity) or (query.offset > 0 and continued is None)


def _gathers(ctx: Context, query: Query, keys: list[SortKey], joins: Joins) -> bool:
    """Whether all rows are read before the first is known: no index has the order, or the scope is wide (`breadth`)."""
    if query.ids is not None:
        return False
    first = keys[0].value
    ordered = isinstance(first, Column) and first.table is joins.root and first.key in _first_columns(ctx, query.entity)
    return not ordered or wide(ctx, query.entity)


def _first_columns(ctx: Context, entity: str) -> frozenset[str]:
    """The columns that some index begins with."""
    model = ctx.store.entity(entity)

    def look() -> frozenset[str]:
        unique = unique_keys(model)
        return frozenset({"id", *(one[0] for one in (*indexed(ctx.store.model, model, unique), *unique))})

    found: frozenset[str] = ctx.store.plan(("first columns", entity), look)
    return found


def _skipped(
    ctx: Context, query: Query, continued: Sequence[Any] | None, walking: bool, gathering: bool
) -> Select[Any]:
    """The ids of a page: found in the index alone, or sorted alone, before anything is joined or read."""
    joins = Joins(ctx, query.entity, _INNER)
    keys = sort_keys(joins, query.sort)
    where = _where(joins, query, passing(ctx, query.entity, joins.root) if walking else None)
    where += [after(keys, continued)] if continued is not None else []
    plain = gathering and ctx.connection.dialect.name == "sqlite"  # PostgreSQL's planner chooses well by itself
    order = [key.gathered if plain else key.clause for key in keys]
    if plain and query.offset >= DEEP:
        # With a limit SQLite keeps what it sorts in a tree, which for so many costs twice as much.
        place = func.row_number().over(order_by=order).label("place")
        every = select(joins.root.c.id, place).select_from(joins.clause).where(*where).subquery("every")
        begin, size = bindparam("offset", type_=Integer()), bindparam("limit", type_=Integer())
        return select(every.c.id).where(every.c.place > begin, every.c.place <= begin + size).correlate(None)
    page = select(joins.root.c.id).select_from(joins.clause).where(*where).order_by(*order)
    return page.limit(bindparam("limit", query.limit)).offset(bindparam("offset", query.offset)).correlate(None)
