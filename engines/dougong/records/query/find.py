"""Lists, single records and counts: compiled once per rights and shape of the query, then only run."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from dougong.metamodel.text import text

from ..answers import exact, keeps, request_key
from ..breadth import SOME, reach, wide
from ..context import Context
from ..ids import id_parameters
from ..scope import reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from ..search.match import common, search_parameters
from ..sync.plan import about_rows
from ..values import Page, Query, Row
from .by_titles import DEEP, worth_walking
from .ends import fill_ends
from .listing import ESTIMATE_ABOVE, MAX_LIMIT, Listing, listing
from .order import read_cursor, write_cursor
from .paths import refused

FEW = 500
"""Rows that are fetched and sorted whatever else could be done."""


def find(ctx: Context, query: Query) -> Page:
    """A page of records; unknown entities raise KeyError, refusals ProblemsFound. At most 10,000 rows."""
    if not 0 <= query.limit <= MAX_LIMIT or query.offset < 0:
        raise refused("query.limit", "limit", text(f"每页最多 {MAX_LIMIT} 条", f"At most {MAX_LIMIT} rows per page"))
    ctx.store.entity(query.entity)
    if reads_nothing(ctx, query.entity):
        return Page((), None if query.total == "none" else 0)
    order = f"{query.entity} {' '.join(query.sort)}"
    continued = read_cursor(order, query.cursor, _sort_size(query)) if query.cursor else None
    parameters = _parameters(ctx, query)
    for n, value in enumerate(continued or ()):
        if value is not None:
            parameters[f"after_{n}"] = value
    plan = _plan(ctx, query, continued, parameters)
    total, is_exact = _total(ctx, query, plan, parameters)
    if total is not None and is_exact and query.offset >= total:
        return Page((), total, volatile=plan.volatile)
    link = plan.titled
    near = worth_walking(ctx, query, link) if link is not None else _sees_some(ctx, query.entity)
    far = bool(plan.walk) and total is None and near
    full = ("full", query.entity, query.filter, query.search, query.sort, request_key(ctx)) if far else ()
    if _walks(ctx, query, plan, total, full):
        plan = _plan(ctx, query, continued, parameters, walking=True)
    # A walk passes the offset and a cursor's place inside; there `offset` is one more parameter, 0 with a cursor.
    found = plan.page.run(ctx, {**parameters, "limit": query.limit + 1, "offset": query.offset})
    rows = plan.rows(ctx, found, query.limit, query.outside)
    fill_ends(ctx, query.entity, rows, plan.columns.ends)
    more = len(found.rows) > query.limit > 0
    if full:
        ctx.store.keep(full, more)
    following = write_cursor(order, plan.place(ctx, found, query.limit - 1)) if more else None
    return Page(tuple(rows), total, is_exact, following, plan.volatile)


def get(ctx: Context, entity: str, id: str, fields: tuple[str, ...] | None = None) -> Row | None:  # noqa: A002
    """One living record with the fields asked for (all when None); None when it is not there or not readable."""
    found = find(ctx, Query(entity, fields or (), ids=(id,), limit=1)).rows
    return found[0] if found else None


def count(ctx: Context, query: Query) -> int:
    """The exact number of records a query has."""
    total = find(ctx, replace(query, fields=("id",), sort=(), limit=0, offset=0, cursor="", total="exact")).total
    return total or 0


def _walks(ctx: Context, query: Query, plan: Listing, total: int | None, full: Hashable) -> bool:
    """Whether the page is looked for along the order's index. Without a total it is where pages of the question were
    full the last time: then there are many rows, and the first of them are near."""
    if total is not None:
        return (
            bool(plan.walk)
            and (plan.titled is None or worth_walking(ctx, query, plan.titled))
            and _better_walked(ctx, query, total, plan.walk)
        )
    free = not query.filter and (not query.search or common(ctx, query.search))
    return bool(full) and (free or ctx.store.known(full) is True)


def _sees_some(ctx: Context, entity: str) -> bool:
    """Whether the viewer's rows are so many that the first of them are near. PostgreSQL's planner sees to it by itself."""
    return ctx.connection.dialect.name == "sqlite" and reach(ctx, entity) >= SOME


def _better_walked(ctx: Context, query: Query, total: int, steps: int) -> bool:
    """Whether reading the order's index up to the page costs less than fetching and sorting all rows in sight.

    They lie evenly in it, as far as one knows; `steps` along it cost as much as one row that is fetched and sorted.
    """
    if total < FEW:
        return False
    walked = (query.offset + query.limit) * about_rows(ctx.connection, ctx.store.table(query.entity)) / total
    return walked < steps * total


def _plan(
    ctx: Context, query: Query, continued: list[Any] | None, parameters: dict[str, Any], walking: bool = False
) -> Listing:
    """The compiled query, kept for the next request with equal rights, shape and day of the same person."""
    viewer = ctx.viewer
    if not viewer.rights_key or volatile_rights(ctx):
        return listing(ctx, query, continued, walking)
    blanks = None if continued is None else tuple(value is None for value in continued)
    key: Hashable = (
        "find", query.entity, query.fields, query.filter, query.search, query.sort, (query.offset > 0, query.offset >= DEEP), blanks,
        query.ids is None, query.deleted, walking, tuple(parameters), request_key(ctx),
        wide(ctx, query.entity),
    )  # fmt: skip
    found: Listing | None = ctx.store.known(key)
    if found is None:
        found = listing(ctx, query, continued, walking)
        if not found.volatile:
            ctx.store.keep(key, found)
    return found


def _parameters(ctx: Context, query: Query) -> dict[str, Any]:
    return {**viewer_parameters(ctx), **search_parameters(query.search), **id_parameters(query.ids or ())}


def _sort_size(query: Query) -> int:
    """How many values a cursor of this query holds: the sort fields and the id."""
    named = [one.lstrip("-") for one in query.sort]
    return named.index("id") + 1 if "id" in named else len(named) + 1


def _total(ctx: Context, query: Query, plan: Listing, parameters: dict[str, Any]) -> tuple[int | None, bool]:
    if query.total == "none":
        return None, True
    if query.total == "estimate":
        some = plan.bounded.number(ctx, parameters)
        if some <= ESTIMATE_ABOVE:
            return some, True
        free = not query.filter and not query.search and ctx.viewer.admin
        return (max(some, about_rows(ctx.connection, ctx.store.table(query.entity))) if free else some), False

    def counted() -> int:
        return plan.total.number(ctx, parameters)

    if plan.volatile or not keeps(ctx):
        return counted(), True
    asked = ("count", query.entity, query.filter, query.search, query.ids, query.deleted, request_key(ctx))
    total: int = exact(ctx, asked, counted)
    return total, True
