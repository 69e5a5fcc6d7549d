"""Rows of a to-many field for many parents in one query: child rows, the far ends of links, links to many."""

from collections.abc import Sequence

from sqlalchemy import func, select

from dougong.metamodel.text import text

from ..context import Context
from ..names import entity_column
from ..rights import FieldRight
from ..scope import reads_nothing
from ..values import Row
from .any_links import fill_any_titles
from .columns import all_fields, select_fields
from .conditions import conditions, sort_keys
from .joins import Joins
from .paths import field_of, field_right, refused


def related(
    ctx: Context,
    entity: str,
    ids: Sequence[str],
    field: str,
    fields: Sequence[str] = (),
    sort: Sequence[str] = (),
    filter: str = "",  # noqa: A002
    limit: int = 100,
) -> dict[str, list[Row]]:
    """Parent id -> at most `limit` rows of its to-many `field` that the viewer may read, in `sort` order, else in the
    order that child rows keep.

    For many-links the rows are the links (`source`, `target`, their properties); ask for `target.name` to see beyond.
    """
    many = field_of(ctx, entity, field, "field")
    if many.relation is None or many.relation.kind != "many":
        raise refused(
            "query.not_many", "field", text(f"“{many.label.zh}”不是多条记录", f'"{field}" is not many records')
        )
    found: dict[str, list[Row]] = {identity: [] for identity in ids}
    target = many.relation.target
    if not ids or field_right(ctx, many) < FieldRight.READ or reads_nothing(ctx, target):
        return found
    joins = Joins(ctx, target)
    via = joins.root.c[many.relation.via]
    columns = select_fields(joins, fields or all_fields(joins))
    order = getattr(many.field, "order", None)
    keys = sort_keys(joins, sort or ((order,) if order else ()))
    where = conditions(joins, filter, "")
    back = ctx.store.entity(target).fields[many.relation.via]
    if back.relation is not None and back.relation.kind == "any":
        where.append(joins.root.c[entity_column(back.key)] == entity)
    place = func.row_number().over(partition_by=via, order_by=[key.clause for key in keys])
    inner = (
        select(*columns.values, via.label("via"), place.label("place"))
        .select_from(joins.clause)
        .where(via.in_(list(ids)), *where)
        .subquery("rows")
    )
    statement = select(inner).where(inner.c.place <= limit).order_by(inner.c.via, inner.c.place)
    rows: list[Row] = []
    for one in ctx.connection.execute(statement):
        row = columns.row(one)
        rows.append(row)
        found[one.via].append(row)
    fill_any_titles(ctx, rows, columns.any_links)
    return found
