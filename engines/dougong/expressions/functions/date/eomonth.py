"""EOMONTH: the last day of the month some months later."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...calendar import add_months, month_end
from ..kind import Function, Native, Sql
from .months import sql_add_months


def _eomonth(day: date, months: Decimal = Decimal(0)) -> date | None:
    moved = add_months(day, int(months))
    return moved and month_end(moved)


def _sql(q: Sql, day: Any, months: Any = 0) -> Any:
    first = q.call("date_trunc", "month", q.cast(sql_add_months(q, day, months), "timestamp"))
    return q.cast(
        q.infix(q.infix(first, "+", q.call("make_interval", 0, 1)), "-", q.call("make_interval", 0, 0, 0, 1)), "date"
    )


FUNCTION = Function(
    name="EOMONTH",
    signature="EOMONTH(day: day, months?: number) -> date?",
    doc=text("若干个月以后那个月的最后一天", "The last day of the month some months later"),
    words="月末 月底",
    examples=(
        ("EOMONTH(DATE(2026, 1, 15))", date(2026, 1, 31)),
        ("EOMONTH(DATE(2026, 1, 31), 1)", date(2026, 2, 28)),
    ),
    meaning=Native(_eomonth, _sql, javascript="(day, months = 0n) => rt.monthEnd(rt.addMonths(day, rt.int(months)))"),
)
