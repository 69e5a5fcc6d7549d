"""WEEKNUM: the ISO week of the year."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _part(x: date) -> Decimal:
    return Decimal(x.isocalendar().week)


FUNCTION = Function(
    name="WEEKNUM",
    signature="WEEKNUM(day: day) -> number(0)",
    doc=text("ISO 周数", "The ISO week of the year"),
    words="周数 第几周",
    examples=(
        ("WEEKNUM(DATE(2026, 1, 1))", 1),
        ("WEEKNUM(DATE(2027, 1, 1))", 53),
    ),
    meaning=Native(
        _part,
        lambda q, x: q.cast(q.call("date_part", "week", x), "numeric"),
        javascript="(day) => rt.whole(rt.week(day))",
    ),
)
