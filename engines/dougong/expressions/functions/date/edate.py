"""EDATE: the same day some months later, kept within the month."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...calendar import add_months
from ..kind import Function, Native, Sql
from .months import sql_add_months


def _edate(day: date, months: Decimal) -> date | None:
    return add_months(day, int(months))


def _sql(q: Sql, day: Any, months: Any) -> Any:
    return sql_add_months(q, day, months)


FUNCTION = Function(
    name="EDATE",
    signature="EDATE(day: day, months: number) -> date?",
    doc=text("若干个月以后的同一天，月底对齐", "The same day some months later, kept within the month"),
    words="加月 几个月后",
    examples=(
        ("EDATE(DATE(2026, 1, 31), 1)", date(2026, 2, 28)),
        ("EDATE(DATE(2026, 3, 31), -1)", date(2026, 2, 28)),
    ),
    meaning=Native(_edate, _sql, javascript="(day, months) => rt.addMonths(day, rt.int(months))"),
)
