"""YEARSBETWEEN: complete years between two days; blank when reversed."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...calendar import months_between
from ..kind import Function, Native, Sql
from .months import sql_months_between


def _between(since: date, to: date) -> Decimal | None:
    return Decimal(months_between(since, to) // 12) if since <= to else None


def _sql(q: Sql, since: Any, to: Any) -> Any:
    return q.let(
        (since, to),
        lambda since, to: q.case(
            q.infix(since, "<=", to), q.cast(q.call("div", sql_months_between(q, since, to), 12), "numeric"), None
        ),
    )


FUNCTION = Function(
    name="YEARSBETWEEN",
    signature="YEARSBETWEEN(from: day, to: day) -> number(0)?",
    doc=text("两个日期之间的整年数；颠倒为空", "Complete years between two days; blank when reversed"),
    words="相差 间隔 年数",
    examples=(("YEARSBETWEEN(DATE(2026, 1, 15), DATE(2028, 1, 14))", 1),),
    meaning=Native(
        _between,
        _sql,
        javascript="(since, to) => (since <= to ? rt.whole(Math.floor(rt.monthsBetween(since, to) / 12)) : null)",
    ),
)
