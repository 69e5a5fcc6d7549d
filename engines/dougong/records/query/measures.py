"""Measures of an aggregate, `SUM(x)` and the like, as SQL and what makes the figure of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, func, literal_column, type_coerce

from dougong.expressions.sql.raw import canonical
from dougong.expressions.types import is_number
from dougong.metamodel.text import text
from dougong.metamodel.value_type import ValueType

from ..formulas import check_figure, value
from .joins import Joins
from .paths import asked, refused

_MEASURE = re.compile(r"^\s*(COUNT|SUM|AVERAGE|MIN|MAX|MEDIAN)\s*\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_SIXTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Measure:
    """`parts` are selected and `read` makes the figure of their values; `order` sorts by it, None: it cannot."""

    name: str
    parts: tuple[ColumnElement[Any], ...]
    read: Callable[[Sequence[Any]], Any]
    order: ColumnElement[Any] | None


def measure(joins: Joins, name: str, words: str) -> Measure:
    """The measure called `name` of its words; ProblemsFound for what is refused."""
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
    checked = asked(joins.ctx, joins.entity, inner, f"measures.{name}", check_figure)
    kind = checked.type
    if function in ("SUM", "AVERAGE", "MEDIAN") and not (is_number(kind) or kind.name == "duration"):
        zh, en = f"{function} 只能用于数字", f"{function} takes numbers only"
        raise refused("query.measure", f"measures.{name}", text(zh, en))
    return _FIGURES[function](name, value(joins.ctx, checked, joins), kind, joins)


def _single(name: str, figure: ColumnElement[Any]) -> Measure:
    return Measure(name, (figure,), itemgetter(0), figure)


def _count(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> Measure:
    return _single(name, func.count(func.nullif(x, "") if kind.name in ("text", "choice") else x))


def _sum(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> Measure:
    return _single(name, canonical(func.coalesce(func.sum(_bare(x)), literal_column("0")), kind))


def _average(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> Measure:
    """A sum and a count, divided exactly afterwards: SQLite's own average is a float."""
    total, number = func.sum(_bare(x)), func.count(x)
    return Measure(name, (canonical(total, kind), number), _quotient, total * 1.0 / func.nullif(number, 0))


def _least(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> Measure:
    return _single(name, canonical(func.min(_bare(x)), kind))


def _most(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> Measure:
    return _single(name, canonical(func.max(_bare(x)), kind))


def _median(name: str, x: ColumnElement[Any], kind: ValueType, joins: Joins) -> Measure:
    """The mean of the lower and the upper middle; SQLite, which has no such figure, hands over the values."""
    if joins.ctx.connection.dialect.name == "sqlite":
        listed: ColumnElement[str] = func.group_concat(_bare(x), type_=String())
        return Measure(name, (listed,), partial(_middle, scale=kind.scale), None)
    low = func.percentile_disc(0.5).within_group(_bare(x).asc())
    high = func.percentile_disc(0.5).within_group(_bare(x).desc())
    return Measure(name, (canonical(low, kind), canonical(high, kind)), _mean_of_two, None)


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
