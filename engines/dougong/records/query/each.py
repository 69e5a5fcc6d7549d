"""The first rows of each group in one statement: what a board shows of its columns.

One bounded SELECT per group, joined by UNION ALL: each walks its own index, where a window over all rows would sort them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select, union_all

from ..blanks import in_order
from ..context import Context
from ..scope import reads_nothing
from ..scope_words import viewer_parameters
from ..search.match import search_parameters
from ..values import Query, Row
from .any_links import fill_any_titles
from .columns import Columns, all_fields, select_fields
from .conditions import conditions, sort_keys
from .joins import Joins
from .paths import resolve_readable

MOST_GROUPS = 60


def first_of_each(ctx: Context, query: Query, group: str, keys: Sequence[Any]) -> list[tuple[Row, ...]]:
    """Per key at most `query.limit` rows whose `group` is that key (None: blank), in the query's order.

    At most 60 keys are answered. Refusals are ProblemsFound, as for a list.
    """
    asked = list(keys[:MOST_GROUPS])
    found: list[list[Row]] = [[] for _ in asked]
    if not asked or reads_nothing(ctx, query.entity):
        return [() for _ in keys]
    parts, columns = zip(*(_part(ctx, query, group, n, key) for n, key in enumerate(asked)), strict=True)
    every = union_all(*parts).subquery("parts")
    statement = select(every).order_by(every.c.part, every.c.place)
    rows: list[Row] = []
    for one in ctx.connection.execute(statement, {**viewer_parameters(ctx), **search_parameters(query.search)}):
        row = columns[0].row(one[2:])
        rows.append(row)
        found[one.part].append(row)
    fill_any_titles(ctx, rows, columns[0].any_links)
    return [tuple(part) for part in found] + [() for _ in keys[MOST_GROUPS:]]


def _part(ctx: Context, query: Query, group: str, number: int, key: Any) -> tuple[Select[Any], Columns]:
    joins = Joins(ctx, query.entity)
    columns = select_fields(joins, query.fields or all_fields(joins))
    resolved = resolve_readable(ctx, query.entity, group, "group")
    cell = joins.value(resolved.links, resolved.field)
    order = sort_keys(joins, query.sort)
    where = [*conditions(joins, query.filter, query.search), _is(cell, key)]
    inner = (
        select(*columns.values, *(one.value.label(f"s{n}") for n, one in enumerate(order)))
        .select_from(joins.clause)
        .where(*where)
        .order_by(*(one.clause for one in order))
        .limit(query.limit)
        .subquery(f"p{number}")
    )
    place = _place(inner, order)
    chosen = list(inner.c)[: len(columns.values)]
    return select(literal(number, Integer()).label("part"), place, *chosen), columns


def _place(inner: Any, order: Sequence[Any]) -> ColumnElement[Any]:
    """A row's number within its part: what comes out of a subquery has no order of its own."""
    keys = [in_order(inner.c[f"s{n}"], one.descending, one.nullable) for n, one in enumerate(order)]
    return func.row_number().over(order_by=keys).label("place")


def _is(cell: ColumnElement[Any], key: Any) -> ColumnElement[bool]:
    return cell.is_(None) if key is None else cell == key
