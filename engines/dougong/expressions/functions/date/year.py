"""YEAR: the year."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _part(x: date) -> Decimal:
    return Decimal(x.year)


FUNCTION = Function(
    name="YEAR",
    signature="YEAR(day: day) -> number(0)",
    doc=text("年份", "The year"),
    words="年份 年",
    examples=(("YEAR(DATE(2026, 5, 3))", 2026),),
    meaning=Native(
        _part,
        lambda q, x: q.cast(q.call("date_part", "year", x), "numeric"),
        javascript="(day) => rt.whole(rt.civil(day)[0])",
    ),
)
