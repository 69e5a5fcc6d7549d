"""MONTHSBETWEEN: complete months between two days; blank when reversed."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...calendar import months_between
from ..kind import Function, Native, Sql
from .months import sql_months_between


def _between(since: date, to: date) -> Decimal | None:
    return Decimal(months_between(since, to)) if since <= to else None


def _sql(q: Sql, since: Any, to: Any) -> Any:
    return q.let(
        (since, to),
        lambda since, to: q.case(q.infix(since, "<=", to), q.cast(sql_months_between(q, since, to), "numeric"), None),
    )


FUNCTION = Function(
    name="MONTHSBETWEEN",
    signature="MONTHSBETWEEN(from: day, to: day) -> number(0)?",
    doc=text("两个日期之间的整月数；颠倒为空", "Complete months between two days; blank when reversed"),
    words="相差 间隔 月数",
    examples=(("MONTHSBETWEEN(DATE(2026, 1, 15), DATE(2026, 3, 14))", 1),),
    meaning=Native(
        _between, _sql, javascript="(since, to) => (since <= to ? rt.whole(rt.monthsBetween(since, to)) : null)"
    ),
)
