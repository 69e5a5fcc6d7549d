"""DATE: the day of an instant, or of a year, month and day (what is over carries on)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...calendar import add_months, day_of, shift
from ..kind import Function, Native, Sql
from .months import sql_add_months


def _date(*given: Any) -> date | None:
    """Either (instant, zone) or (year, month, day, zone)."""
    if isinstance(given[0], datetime):
        return day_of(given[0], given[1])
    year, month, day = (int(Decimal(part)) for part in given[:3])
    first = add_months(date(year, 1, 1), month - 1) if 1 <= year <= 9999 else None
    return first and shift(first, day - 1)


def _sql(q: Sql, *given: Any) -> Any:
    if len(given) == 2:
        return q.within_dates(q.cast(q.call("timezone", given[1], given[0]), "date"))
    year, month, day = (q.call("trunc", part) for part in given[:3])
    january = q.call("make_date", q.cast(q.within(year, 1, 9999), "integer"), 1, 1)
    first = sql_add_months(q, january, q.infix(month, "-", 1))
    return q.add_days(first, q.infix(day, "-", 1))


_JAVASCRIPT = """(...given) => {
  if (given.length === 2) return rt.dayOf(...given);
  const [year, month, day] = given.slice(0, 3).map(rt.int);
  const first = year >= 1 && year <= 9999 ? rt.addMonths(rt.day(year, 1, 1), month - 1) : null;
  return first === null ? null : rt.shift(first, day - 1);
}"""

FUNCTION = Function(
    name="DATE",
    signature="DATE(moment: datetime) -> date? | DATE(year: number, month: number, day: number) -> date?",
    doc=text(
        "时间所在的日期，或由年月日得日期（超出的月日顺延）",
        "The day of an instant, or of a year, month and day (what is over carries on)",
    ),
    words="日期 年月日",
    examples=(
        ("DATE(2026, 13, 1)", date(2027, 1, 1)),
        ("DATE(2026, 3, 0)", date(2026, 2, 28)),
        ("DATE(0, 1, 1)", None),
    ),
    meaning=Native(_date, _sql, extra="zone", javascript=_JAVASCRIPT),
)
