"""Figures over records: sums, counts, averages by groups, within what the viewer may read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, func, literal_column, select, type_coerce

from dougong.expressions.sql.raw import canonical
from dougong.expressions.types import is_number
from dougong.metamodel.text import text
from dougong.metamodel.value_type import ValueType

from ..answers import exact, keeps, request_key
from ..blanks import in_order
from ..context import Context
from ..formulas import check_value, value
from ..scope import reads_nothing
from ..scope_words import viewer_parameters
from ..search.match import search_parameters
from ..values import Aggregate, Page, Row
from .columns import title_value
from .joins import Joins
from .listing import conditions
from .order import ranked
from .paths import refused, require_readable, resolve_readable
from .readers import TITLE

MAX_MEASURES = 20
MAX_GROUPS = 4
_MEASURE = re.compile(r"^\s*(COUNT|SUM|AVERAGE|MIN|MAX|MEDIAN)\s*\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_PATH = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")
_SIXTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class _Measure:
    """`parts` are selected and `read` makes the figure of their values; `order` sorts by it, None: it cannot."""

    name: str
    parts: tuple[ColumnElement[Any], ...]
    read: Callable[[Sequence[Any]], Any]
    order: ColumnElement[Any] | None


class _Group(NamedTuple):
    """A column of the answer that makes groups, and what it is ordered by."""

    key: str
    cell: ColumnElement[Any]
    order: ColumnElement[Any]


def aggregate(ctx: Context, query: Aggregate) -> list[Row]:
    """Rows of group values (links with their title) and measures; one row without groups. Refusals are ProblemsFound."""
    return list(figures(ctx, query).rows)


def figures(ctx: Context, query: Aggregate) -> Page:
    """The same rows as a page, which tells whether they may be kept."""
    ctx.store.entity(query.entity)
    if len(query.group) > MAX_GROUPS or not 0 < len(query.measures) <= MAX_MEASURES:
        words = text(
            f"最多 {MAX_GROUPS} 个分组、{MAX_MEASURES} 个指标",
            f"At most {MAX_GROUPS} groups and {MAX_MEASURES} measures",
        )
        raise refused("query.measures", "measures", words)
    joins = Joins(ctx, query.entity)
    groups = _groups(joins, query.group)
    measures = [_measure(joins, name, words) for name, words in query.measures.items()]
    if query.group and reads_nothing(ctx, query.entity):
        return Page(())
    where = conditions(joins, query.filter, query.search)
    parts = [part.label(f"m{n}_{k}") for n, one in enumerate(measures) for k, part in enumerate(one.parts)]
    cells = [cell.label(f"g{n}") for n, (_, cell, _) in enumerate(groups)]
    statement = (
        select(*cells, *parts)
        .select_from(joins.clause)
        .where(*where)
        .group_by(*(one.cell for one in groups))
        .order_by(*_order(query, groups, measures))
        .limit(query.limit)
    )
    parameters = {**viewer_parameters(ctx), **search_parameters(query.search)}

    def worked_out() -> list[Row]:
        return [_row(one, groups, measures) for one in ctx.connection.execute(statement, parameters)]

    if joins.volatile or not keeps(ctx):
        return Page(tuple(worked_out()), volatile=joins.volatile)
    asked = ("aggregate", query.entity, tuple(query.measures.items()), query.group, query.filter, query.search,
             query.sort, query.limit, request_key(ctx))  # fmt: skip
    return Page(tuple(dict(row) for row in exact(ctx, asked, worked_out)))


def _row(found: Sequence[Any], groups: list[_Group], measures: list[_Measure]) -> Row:
    row: Row = {one.key: cell for one, cell in zip(groups, found, strict=False)}
    at = len(groups)
    for one in measures:
        row[one.name] = one.read(found[at : at + len(one.parts)])
        at += len(one.parts)
    return row


def _groups(joins: Joins, group: Sequence[str]) -> list[_Group]:
    """Key and cell of each group; a link is followed by its title."""
    found: list[_Group] = []
    for one in group:
        if not _PATH.match(one):
            checked = check_value(joins.ctx.store, joins.entity, one)
            require_readable(joins.ctx, checked.fields, "group")
            cell = value(joins.ctx, checked, joins)
            found.append(_Group(one, cell, cell))
            continue
        resolved = resolve_readable(joins.ctx, joins.entity, one, "group")
        relation = resolved.field.relation
        if resolved.field.value_type.name in ("json", "list", "many", "multichoice") or (
            relation and relation.kind != "one"
        ):
            words = text(f"不能按“{resolved.field.label.zh}”分组", f'"{one}" cannot make groups')
            raise refused("query.group", "group", words)
        cell = joins.value(resolved.links, resolved.field)
        found.append(_Group(one, cell, ranked(cell, resolved.field)))
        if relation is not None:
            title = title_value(joins, (*resolved.links, resolved.field.key))
            found += [_Group(one + TITLE, title, title)] if title is not None else []
    return found


def _measure(joins: Joins, name: str, words: str) -> _Measure:
    match = _MEASURE.match(words)
    if match is None:
        zh, en = (
            f"指标“{words[:60]}”应写成 SUM(...)、COUNT() 等",
            f'"{words[:60]}" should be SUM(...), COUNT() or the like',
        )
        raise refused("query.measure", f"measures.{name}", text(zh, en))
    function, inner = match[1].upper(), match[2].strip()
    if not inner:
        if function != "COUNT":
            zh, en = f"{function} 要写明字段", f"{function} needs a field"
            raise refused("query.measure", f"measures.{name}", text(zh, en))
        return _single(name, func.count())
    checked = check_value(joins.ctx.store, joins.entity, inner)
    require_readable(joins.ctx, checked.fields, f"measures.{name}")
    kind = checked.type
    if function in ("SUM", "AVERAGE", "MEDIAN") and not (is_number(kind) or kind.name == "duration"):
        zh, en = f"{function} 只能用于数字", f"{function} takes numbers only"
        raise refused("query.measure", f"measures.{name}", text(zh, en))
    return _FIGURES[function](name, value(joins.ctx, checked, joins), kind, joins)


def _single(name: str, figure: ColumnElement[Any]) -> _Measure:
    return _Measure(name, (figure,), itemgetter(0), figure)


def _count(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> _Measure:
    return _single(name, func.count(func.nullif(x, "") if kind.name in ("text", "choice") else x))


def _sum(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> _Measure:
    return _single(name, canonical(func.coalesce(func.sum(_bare(x)), literal_column("0")), kind))


def _average(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> _Measure:
    """A sum and a count, divided exactly afterwards: SQLite's own average is a float."""
    total, number = func.sum(_bare(x)), func.count(x)
    return _Measure(name, (canonical(total, kind), number), _quotient, total * 1.0 / func.nullif(number, 0))


def _least(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> _Measure:
    return _single(name, canonical(func.min(_bare(x)), kind))


def _most(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> _Measure:
    return _single(name, canonical(func.max(_bare(x)), kind))


def _median(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> _Measure:
    """The mean of the lower and the upper middle; SQLite, which has no such figure, hands over the values."""
    if joins.ctx.connection.dialect.name == "sqlite":
        listed: ColumnElement[str] = func.group_concat(_bare(x), type_=String())
        return _Measure(name, (listed,), partial(_middle, scale=kind.scale), None)
    low = func.percentile_disc(0.5).within_group(_bare(x).asc())
    high = func.percentile_disc(0.5).within_group(_bare(x).desc())
    return _Measure(name, (canonical(low, kind), canonical(high, kind)), _mean_of_two, None)


_FIGURES = {"COUNT": _count, "SUM": _sum, "AVERAGE": _average, "MIN": _least, "MAX": _most, "MEDIAN": _median}


def _quotient(values: Sequence[Any]) -> Decimal | None:
    total, number = values
    return (Decimal(total) / number).quantize(_SIXTH, ROUND_HALF_UP) if number else None


def _mean_of_two(values: Sequence[Any]) -> Decimal | None:
    low, high = values
    return ((low + high) / 2).quantize(_SIXTH, ROUND_HALF_UP) if low is not None else None


def _middle(values: Sequence[Any], scale: int) -> Decimal | None:
    if values[0] is None:
        return None
    numbers = sorted(int(part) for part in values[0].split(","))
    both = numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]
    return (Decimal(both).scaleb(-scale) / 2).quantize(_SIXTH, ROUND_HALF_UP)


def _bare(x: ColumnElement[Any]) -> ColumnElement[Any]:
    """Without its Python type: a figure is given its own afterwards."""
    return type_coerce(x, Integer())


def _order(query: Aggregate, groups: list[_Group], measures: list[_Measure]) -> list[ColumnElement[Any]]:
    """As asked, by groups or measures; then by the groups, so that the order never changes."""
    known: dict[str, ColumnElement[Any]] = {one.key: one.order for one in groups}
    for one in measures:
        if one.order is not None:
            known[one.name] = one.order
    found = []
    for sort in query.sort:
        key = sort.removeprefix("-")
        if key not in known:
            raise refused(
                "query.sort", "sort", text(f"“{key[:60]}”不是分组或指标", f'"{key[:60]}" is neither group nor measure')
            )
        found.append(in_order(known[key], sort.startswith("-")))
    return [*found, *(in_order(one.order, False) for one in groups)]
