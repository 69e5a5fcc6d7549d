"""DAY: the day of the month."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _part(x: date) -> Decimal:
    return Decimal(x.day)


FUNCTION = Function(
    name="DAY",
    signature="DAY(day: day) -> number(0)",
    doc=text("几号", "The day of the month"),
    words="日 几号",
    examples=(("DAY(DATE(2026, 5, 3))", 3),),
    meaning=Native(
        _part,
        lambda q, x: q.cast(q.call("date_part", "day", x), "numeric"),
        javascript="(day) => rt.whole(rt.civil(day)[2])",
    ),
)
