"""DAYSBETWEEN: days between two days; blank when reversed."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql


def _between(since: date, to: date) -> Decimal | None:
    return Decimal((to - since).days) if since <= to else None


def _sql(q: Sql, since: Any, to: Any) -> Any:
    return q.let(
        (since, to),
        lambda since, to: q.case(q.infix(since, "<=", to), q.cast(q.infix(to, "-", since), "numeric"), None),
    )


FUNCTION = Function(
    name="DAYSBETWEEN",
    signature="DAYSBETWEEN(from: day, to: day) -> number(0)?",
    doc=text("两个日期之间的天数；颠倒为空", "Days between two days; blank when reversed"),
    words="相差 间隔 天数",
    examples=(("DAYSBETWEEN(DATE(2026, 1, 1), DATE(2026, 3, 1))", 59),),
    meaning=Native(_between, _sql, javascript="(since, to) => (since <= to ? rt.whole(to - since) : null)"),
)
