"""Months in PostgreSQL: interval arithmetic clamps to the month's end as EDATE does."""

from typing import Any

from ..kind import Sql

FIRST, LAST = 12, 9999 * 12 + 11
"""Months since the year 0 between which a day must stay."""


def _number(q: Sql, day: Any) -> Any:
    years = q.infix(q.call("date_part", "year", day), "*", 12)
    return q.cast(q.infix(q.infix(years, "+", q.call("date_part", "month", day)), "-", 1), "numeric")


def sql_add_months(q: Sql, day: Any, months: Any) -> Any:
    """The day some months later; NULL outside the years 1 to 9999. The bound is held before any date is built."""

    def move(day: Any, months: Any) -> Any:
        target = q.within(q.infix(_number(q, day), "+", q.call("trunc", months)), FIRST, LAST)
        steps = q.cast(q.infix(target, "-", _number(q, day)), "integer")
        return q.cast(q.infix(q.cast(day, "timestamp"), "+", q.call("make_interval", 0, steps)), "date")

    return q.let((day, months), move)


def sql_months_between(q: Sql, since: Any, to: Any) -> Any:
    """Complete months between two days in order."""
    early = q.infix(q.call("date_part", "day", to), "<", q.call("date_part", "day", since))
    return q.infix(q.infix(_number(q, to), "-", _number(q, since)), "-", q.case(early, 1, 0))
