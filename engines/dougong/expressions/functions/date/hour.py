"""HOUR: the hour in the workspace's zone."""

from datetime import datetime
from decimal import Decimal

from dougong.metamodel.text import text

from ...calendar import clock_of
from ..kind import Function, Native


def _part(x: datetime, zone: str) -> Decimal:
    return Decimal(clock_of(x, zone).hour)


FUNCTION = Function(
    name="HOUR",
    signature="HOUR(moment: datetime) -> number(0)",
    doc=text("几点(工作区时区)", "The hour in the workspace's zone"),
    words="小时 几点",
    examples=(("HOUR(DATETIME(DATE(2026, 5, 3), 9, 41))", 9),),
    meaning=Native(
        _part,
        lambda q, x, zone: q.cast(q.call("date_part", "hour", q.call("timezone", zone, x)), "numeric"),
        extra="zone",
    ),
)
