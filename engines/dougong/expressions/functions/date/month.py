"""MONTH: the month, 1 to 12."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _part(x: date) -> Decimal:
    return Decimal(x.month)


FUNCTION = Function(
    name="MONTH",
    signature="MONTH(day: day) -> number(0)",
    doc=text("月份", "The month, 1 to 12"),
    words="月份 月",
    examples=(("MONTH(DATE(2026, 5, 3))", 5),),
    meaning=Native(
        _part,
        lambda q, x: q.cast(q.call("date_part", "month", x), "numeric"),
        javascript="(day) => rt.whole(rt.civil(day)[1])",
    ),
)
