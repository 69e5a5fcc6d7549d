"""WEEKDAY: the day of the week, Monday 1 to Sunday 7."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _part(x: date) -> Decimal:
    return Decimal(x.isoweekday())


FUNCTION = Function(
    name="WEEKDAY",
    signature="WEEKDAY(day: day) -> number(0)",
    doc=text("星期几，星期一为 1，星期日为 7", "The day of the week, Monday 1 to Sunday 7"),
    words="星期 周几",
    examples=(("WEEKDAY(DATE(2026, 5, 3))", 7),),
    meaning=Native(
        _part,
        lambda q, x: q.cast(q.call("date_part", "isodow", x), "numeric"),
        javascript="(day) => rt.whole(rt.weekday(day))",
    ),
)
