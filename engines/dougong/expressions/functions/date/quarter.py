"""QUARTER: the quarter, 1 to 4."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _part(x: date) -> Decimal:
    return Decimal((x.month + 2) // 3)


FUNCTION = Function(
    name="QUARTER",
    signature="QUARTER(day: day) -> number(0)",
    doc=text("季度", "The quarter, 1 to 4"),
    words="季度",
    examples=(("QUARTER(DATE(2026, 5, 3))", 2),),
    meaning=Native(
        _part,
        lambda q, x: q.cast(q.call("date_part", "quarter", x), "numeric"),
        javascript="(day) => rt.whole(Math.ceil(rt.civil(day)[1] / 3))",
    ),
)
