"""NETWORKDAYS: mondays to Fridays between two days, both included; negative when reversed."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql


def _before(day: int) -> int:
    """Working days before a day; day 1 is 0001-01-01, a Monday."""
    weeks, rest = divmod(day - 1, 7)
    return weeks * 5 + min(rest, 5)


def _network(since: date, to: date) -> Decimal:
    low, high = sorted((since.toordinal(), to.toordinal()))
    count = _before(high + 1) - _before(low)
    return Decimal(count if since <= to else -count)


def _sql(q: Sql, since: Any, to: Any) -> Any:
    monday = q.cast("0001-01-01", "date")

    def before(days: Any) -> Any:
        rest = q.call("least", q.call("mod", days, 7), 5)
        return q.infix(q.infix(q.call("div", q.cast(days, "numeric"), 7), "*", 5), "+", rest)

    def count(low: Any, high: Any) -> Any:
        return q.infix(before(q.infix(q.infix(high, "-", monday), "+", 1)), "-", before(q.infix(low, "-", monday)))

    def both(since: Any, to: Any) -> Any:
        return q.case(q.infix(since, "<=", to), count(since, to), q.call("-", count(to, since)))

    return q.let((since, to), both)


FUNCTION = Function(
    name="NETWORKDAYS",
    signature="NETWORKDAYS(from: day, to: day) -> number(0)",
    doc=text(
        "两个日期之间的周一至周五天数，含两端；颠倒为负",
        "Mondays to Fridays between two days, both included; negative when reversed",
    ),
    words="工作日 天数",
    examples=(
        ("NETWORKDAYS(DATE(2026, 5, 1), DATE(2026, 5, 4))", 2),
        ("NETWORKDAYS(DATE(2026, 5, 4), DATE(2026, 5, 1))", -2),
        ("NETWORKDAYS(DATE(2026, 5, 2), DATE(2026, 5, 3))", 0),
    ),
    meaning=Native(
        _network,
        _sql,
        javascript="(since, to) => rt.whole(since <= to ? rt.workdays(since, to) : -rt.workdays(to, since))",
    ),
)
