"""NETWORKDAYS: days between two days, both included, that people work by the workspace's calendar; negative when reversed."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...workdays import workdays_of
from ..kind import Function, Native, Sql


def _network(since: date, to: date, written: str) -> Decimal:
    low, high = sorted((since, to))
    count = workdays_of(written).count(low, high)
    return Decimal(count if since <= to else -count)


def _sql(q: Sql, since: Any, to: Any, written: str) -> Any:
    calendar = workdays_of(written)
    monday, among = q.cast("0001-01-01", "date"), "".join(map(str, calendar.among[:7]))

    def weekdays(days: Any) -> Any:
        rest = q.cast(q.call("mod", days, 7), "integer")
        some = q.cast(q.call("substr", among, q.cast(q.infix(rest, "+", 1), "integer"), 1), "integer")
        return q.infix(q.infix(q.call("div", q.cast(days, "numeric"), 7), "*", calendar.among[7]), "+", some)

    def apart(days: tuple[str, ...], low: Any, high: Any) -> Any:
        every = q.cast(f"{{{','.join(days)}}}", "dates")
        return q.infix(q.call("width_bucket", high, every), "-", q.call("width_bucket", q.infix(low, "-", 1), every))

    def count(low: Any, high: Any) -> Any:
        last, first = q.infix(q.infix(high, "-", monday), "+", 1), q.infix(low, "-", monday)
        found = q.infix(weekdays(last), "-", weekdays(first))
        found = q.infix(found, "+", apart(calendar.made, low, high)) if calendar.made else found
        return q.infix(found, "-", apart(calendar.free, low, high)) if calendar.free else found

    def both(since: Any, to: Any) -> Any:
        return q.case(q.infix(since, "<=", to), count(since, to), q.call("-", count(to, since)))

    return q.let((since, to), both)


FUNCTION = Function(
    name="NETWORKDAYS",
    signature="NETWORKDAYS(from: day, to: day) -> number(0)",
    doc=text(
        "两个日期之间的工作日天数，含两端；颠倒为负。按工作区设置里的工作日历：每周工作日、节假日和调休上班日；日历改了，存下的结果随之重算",
        "Working days between two days, both included; negative when reversed. By the work calendar of the workspace's settings:"
        " weekdays, holidays and made-up working days; when it changes, kept results are worked out anew",
    ),
    words="工作日 天数 节假日 调休",
    examples=(
        ("NETWORKDAYS(DATE(2026, 5, 1), DATE(2026, 5, 4))", 2),
        ("NETWORKDAYS(DATE(2026, 5, 4), DATE(2026, 5, 1))", -2),
        ("NETWORKDAYS(DATE(2026, 5, 2), DATE(2026, 5, 3))", 0),
    ),
    meaning=Native(
        _network,
        _sql,
        extra="workdays",
        javascript="(since, to, days) => rt.whole(since <= to ? rt.workdays(since, to, days) : -rt.workdays(to, since, days))",
    ),
)
