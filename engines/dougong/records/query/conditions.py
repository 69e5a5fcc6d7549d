"""What rows of a question must fulfil, and the order they come in."""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, literal_column, select

from dougong.metamodel.text import text

from ..breadth import wide
from ..context import Context
from ..formulas import check_condition, condition
from ..scope import passing, reading, reads_everything
from ..scope_words import viewer_parameters
from ..search.match import matching_ids
from ..sync.plan import about_rows
from ..values import Aggregate, Query
from .columns import title_value
from .joins import Joins
from .order import SortKey, ranked
from .paths import asked, refused, resolve_readable

MAX_SORTS = 5
_SORT = re.compile(r"^-?[a-z][a-z0-9_.]*$")


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
    if not query.filter.strip():
        return False
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
