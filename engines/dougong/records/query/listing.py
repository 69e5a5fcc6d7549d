"""A query compiled: the statement of a page, the statement of its total, and how to read their rows.

A page is found in one of two ways. The database chooses among all indexes; or, `walking`, the order's own index is read
from its beginning and each entry asked whether the viewer may see it, which that index can answer by itself. Walking
serves who sees much, and SQLite, which keeps no distributions, would not find out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import add
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, bindparam, func, literal_column, select

from dougong.expressions.sql.types import Id
from dougong.metamodel.text import text

from ..breadth import wide
from ..context import Context
from ..driver import Found
from ..formulas import check_condition, condition
from ..ids import id_parameters
from ..indexes import scope_columns, sorted_by
from ..scope import disjoint, passing, reading, reads_everything
from ..scope_words import viewer_parameters
from ..search.match import matching_ids
from ..sync.plan import about_rows
from ..values import Aggregate, Query, Row
from .any_links import fill_any_titles
from .columns import Columns, all_fields, select_fields, title_value
from .joins import Joins
from .order import SortKey, after, ranked
from .paths import asked, refused, resolve_readable
from .readers import Reader, processes_of, reader
from .ready import Ready

MAX_LIMIT = 10_000
MAX_SORTS = 5
ESTIMATE_ABOVE = 10_000
_INNER = "n"
"""The alias under which a page's ids are found."""
_SORT = re.compile(r"^-?[a-z][a-z0-9_.]*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """`page` takes `limit` and `offset`; result rows hold `columns`, then the sort values. `walk`: how many
    steps along the order's index cost about as much as to fetch and sort one row; 0: there is none to walk along."""

    page: Ready
    total: Ready
    bounded: Ready
    columns: Columns
    sorts: int
    volatile: bool
    walk: int
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
    if walking or gathering or (query.offset and continued is None):
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
        Ready(page, _INNER if gathering else "", partial(fulfilled_by_many, query=query)),
        Ready(_total(ctx, query)),
        Ready(select(func.count()).select_from(some.subquery())),
        columns,
        len(keys),
        joins.volatile or counted.volatile,
        _walk(ctx, query),
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


def _gathers(ctx: Context, query: Query, keys: list[SortKey], joins: Joins) -> bool:
    """Whether all rows are read before the first is known: no index has the order, or the scope is wide (`breadth`)."""
    if query.ids is not None:
        return False
    first = keys[0].value
    return not (isinstance(first, Column) and first.table is joins.root) or wide(ctx, query.entity)


def _skipped(
    ctx: Context, query: Query, continued: Sequence[Any] | None, walking: bool, gathering: bool
) -> Select[Any]:
    """The ids of a page: found in the index alone, or sorted alone, before anything is joined or read."""
    joins = Joins(ctx, query.entity, _INNER)
    keys = sort_keys(joins, query.sort)
    where = _where(joins, query, passing(ctx, query.entity, joins.root) if walking else None)
    where += [after(keys, continued)] if continued is not None else []
    plain = gathering and ctx.connection.dialect.name == "sqlite"  # PostgreSQL's planner chooses well by itself
    order = (key.gathered if plain else key.clause for key in keys)
    page = select(joins.root.c.id).select_from(joins.clause).where(*where).order_by(*order)
    return page.limit(bindparam("limit", query.limit)).offset(bindparam("offset", query.offset)).correlate(None)


def conditions(
    joins: Joins, filter_: str, search: str, deleted: bool = False, within: ColumnElement[bool] | None = None
) -> list[ColumnElement[bool]]:
    """What rows must fulfil: living, in the viewer's sight (or the part of it given), the filter, the search words."""
    ctx, entity, root = joins.ctx, joins.entity, joins.root
    living: ColumnElement[bool] = root.c.deleted_at.is_not(None) if deleted else root.c.deleted_at.is_(None)
    found = [living]
    # The scope goes first: a formula of the filter may cost more, and is then asked of fewer rows.
    if within is not None:
        found.append(within)
    elif not reads_everything(ctx, entity):
        far = wide(ctx, entity)
        found.append(passing(ctx, entity, root) if far else reading(ctx, entity, root, living=not deleted))
    if filter_.strip():
        checked = asked(ctx, entity, filter_, "filter", check_condition)
        found.append(condition(ctx, checked, joins))
    if search.strip():
        found.append(matching_ids(ctx, entity, search, root.c.id))
    return found


def fulfilled_by_many(ctx: Context, query: Query | Aggregate) -> bool:
    """Whether an eighth of the entity's rows or more fulfil the filter alone: as many cost as much to fetch one by one as
    the whole table does read in place."""
    joins = Joins(ctx, query.entity)
    where = condition(ctx, check_condition(ctx.store, query.entity, query.filter), joins)
    enough = max(1, about_rows(ctx.connection, ctx.store.table(query.entity)) // 8)
    some = select(literal_column("1")).select_from(joins.clause).where(where).limit(enough).subquery()
    return (ctx.connection.scalar(select(func.count()).select_from(some), viewer_parameters(ctx)) or 0) >= enough


def sort_keys(joins: Joins, sort: Sequence[str]) -> list[SortKey]:
    """The order asked for, or newest first (child rows: oldest first), always ending with the id."""
    if len(sort) > MAX_SORTS:
        raise refused(
            "query.too_many_sorts", "sort", text(f"最多按 {MAX_SORTS} 个字段排序", f"At most {MAX_SORTS} sort fields")
        )
    ctx, model = joins.ctx, joins.ctx.store.entity(joins.entity)
    keys: list[SortKey] = []
    for one in sort:
        if not _SORT.match(one):
            raise refused("query.sort", "sort", text(f"排序“{one[:60]}”写法不对", f'"{one[:60]}" is not a sort'))
        found = resolve_readable(ctx, joins.entity, one.lstrip("-"), "sort")
        if found.field.relation is not None and found.field.relation.kind != "one":
            raise refused(
                "query.sort", "sort", text(f"不能按“{found.field.label.zh}”排序", f'"{found.key}" has no order')
            )
        value = joins.value(found.links, found.field)
        title = title_value(joins, (*found.links, found.field.key)) if found.field.relation is not None else None
        if title is not None:
            value = title
        elif found.field.value_type.name in ("json", "list", "multichoice"):
            raise refused(
                "query.sort", "sort", text(f"不能按“{found.field.label.zh}”排序", f'"{found.key}" has no order')
            )
        nullable = bool(found.links) or title is not None or getattr(value, "nullable", True) is not False
        keys.append(SortKey(ranked(value, found.field), one.startswith("-"), nullable))
        if found.key == "id":
            return keys
    descending = keys[-1].descending if keys else model.owner_link is None
    return [*keys, SortKey(joins.root.c.id, descending, False)]
