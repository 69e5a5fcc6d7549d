"""The ids of a page in the order of a link's titles, found without looking at all rows: the titles' own index is gone
along, each with the rows that link to it.

Rows whose link is blank, or points to a record whose title the viewer does not see, stand before all others (behind
them, descending); they are looked for apart. Neither part is gone along further than the page's end.
"""

from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    inspect,
    not_,
    or_,
    select,
    union_all,
)

from dougong.metamodel.model import FieldModel

from ..among import among
from ..answers import request_key
from ..breadth import SOME, looked, reach
from ..context import Context
from ..indexes import title_index
from ..names import index_name
from ..rights import FieldRight
from ..scope import passing, reads_everything
from ..scope_words import viewer_parameters
from ..sync.plan import about_rows, schema_of
from ..values import Query
from .columns import title_value
from .conditions import conditions, fulfilled_by_many, sort_keys
from .joins import Joins, titles_free, unhelped
from .paths import field_right

_ROOT = "n"
MOST_EACH = 200
"""Rows that link to one record, on average: where they are more, each title has too many to be sorted."""
DEEP = 5_000
"""From this offset on it is counted what the viewer sees: sorting so many costs more."""
_LIMIT, _OFFSET = (bindparam(key, type_=Integer()) for key in ("limit", "offset"))


def title_link(ctx: Context, query: Query) -> FieldModel | None:
    """The link whose titles a list is ordered by first, where an index has them and the viewer may read titles there."""
    if query.deleted or query.ids is not None or not query.sort:
        return None
    model = ctx.store.entity(query.entity)
    field = model.fields.get(query.sort[0].lstrip("-"))
    if field is None or field.relation is None or field.relation.kind != "one" or field.storage is None:
        return None
    target = ctx.store.entity(field.relation.target)
    known = title_index(ctx.store.model, target) and field_right(ctx, target.title) >= FieldRight.READ
    return field if known and (titles_free(ctx, target.key) or target.owner_link is None) else None


def worth_walking(ctx: Context, query: Query, link: FieldModel) -> bool:
    """Whether the viewer sees so much that a page is near in the order of titles."""
    assert link.relation is not None

    def rows(entity: str) -> int:
        found: int = looked(ctx, ("rows", entity), lambda: about_rows(ctx.connection, ctx.store.table(entity)))
        return found

    target = link.relation.target
    every, seen = rows(query.entity), reach(ctx, query.entity)
    if seen < SOME or every > MOST_EACH * rows(target):
        return False
    if not looked(ctx, ("index of titles", target), lambda: _has_index(ctx, target)):
        return False
    if query.offset >= DEEP and not reads_everything(ctx, query.entity):
        seen = looked(ctx, ("seen", query.entity, request_key(ctx)), lambda: _seen(ctx, query.entity)) / every
    # Rows on the way to the page's end, beside all of the viewer's, which would be gathered otherwise.
    return query.offset + query.limit <= seen * seen * every


def _seen(ctx: Context, entity: str) -> int:
    joins = Joins(ctx, entity)
    every = select(func.count()).select_from(joins.clause).where(*conditions(joins, "", ""))
    return ctx.connection.scalar(every, viewer_parameters(ctx)) or 0


def _has_index(ctx: Context, target: str) -> bool:
    """It comes with the next publish, and of large tables some time after it."""
    name = index_name(target, title_index(ctx.store.model, ctx.store.entity(target)))
    there = inspect(ctx.connection).get_indexes(ctx.store.table(target).name, schema=schema_of(ctx.connection))
    return any(one["name"] == name for one in there)


def ids_by_titles(ctx: Context, query: Query, link: FieldModel) -> CompoundSelect[Any]:
    """The ids of one page, and of as many behind it; `limit` and `offset` are parameters."""
    parts = [_part(ctx, query, link, untitled) for untitled in (True, False)]
    first, second = reversed(parts) if query.sort[0].startswith("-") else parts
    before = select(func.count().label("n")).select_from(first.ids.limit(_OFFSET).subquery("passed")).subquery("before")
    rest = select(case((before.c.n < _OFFSET, _OFFSET - before.c.n), else_=0)).scalar_subquery()
    pages = [first.ordered.limit(_LIMIT).offset(_OFFSET), second.ordered.limit(_LIMIT).offset(rest)]
    return union_all(*(select(page.subquery(f"page{n}").c.id) for n, page in enumerate(pages)))


class _Part(NamedTuple):
    """The rows without a title, or those with one, as ids."""

    ids: Select[Any]
    ordered: Select[Any]


def _part(ctx: Context, query: Query, link: FieldModel, untitled: bool) -> _Part:
    joins = Joins(ctx, query.entity, _ROOT, "" if untitled else link.key)
    keys = sort_keys(joins, query.sort)
    each = ctx.store.entity(query.entity).owner_link is None and not reads_everything(ctx, query.entity)
    within = passing(ctx, query.entity, joins.root) if each else None
    where = conditions(joins, query.filter, query.search, within=within)
    order = [key.clause for key in keys]
    if untitled:
        few, blank = _untitled(ctx, link, joins.root)
        where.append(blank)
        order = [key.gathered if few else key.clause for key in keys[1:]]
    else:
        where.append(keys[0].value.is_not(None))
    ids = select(joins.root.c.id).select_from(joins.clause).where(*where).correlate(None)
    return _Part(ids, ids.order_by(*order))


def _untitled(ctx: Context, link: FieldModel, rows: FromClause) -> tuple[bool, ColumnElement[bool]]:
    """Whether SQLite had better look for them by the link's own index, and the condition: the link is blank, or its record
    has no title that the viewer sees."""
    assert link.relation is not None
    target, column = link.relation.target, rows.c[link.key]
    there = Joins(ctx, target, "t")
    title = title_value(there, ())
    assert title is not None
    if not titles_free(ctx, target):
        seen = and_(there.root.c.id == column, title.is_not(None), passing(ctx, target, there.root))
        return False, not_(select(there.root.c.id).where(seen).exists())
    sqlite = ctx.connection.dialect.name == "sqlite"
    few = sqlite and not fulfilled_by_many(ctx, Query(link.entity, filter=f"ISBLANK({link.key})"))
    asked = unhelped(column) if sqlite and not few else column
    nameless = among(ctx, asked, select(there.root.c.id).where(title.is_(None)))
    living = rows.c.deleted_at.is_(None)  # SQLite wants it said in each alternative
    return few, or_(and_(asked.is_(None), living), and_(nameless, living))
