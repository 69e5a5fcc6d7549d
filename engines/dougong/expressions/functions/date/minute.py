"""MINUTE: the minute in the workspace's zone."""

from datetime import datetime
from decimal import Decimal

from dougong.metamodel.text import text

from ...calendar import clock_of
from ..kind import Function, Native


def _part(x: datetime, zone: str) -> Decimal:
    return Decimal(clock_of(x, zone).minute)


FUNCTION = Function(
    name="MINUTE",
    signature="MINUTE(moment: datetime) -> number(0)",
    doc=text("几分(工作区时区)", "The minute in the workspace's zone"),
    words="分钟 几分",
    examples=(("MINUTE(DATETIME(DATE(2026, 5, 3), 9, 41))", 41),),
    meaning=Native(
        _part,
        lambda q, x, zone: q.cast(q.call("date_part", "minute", q.call("timezone", zone, x)), "numeric"),
        extra="zone",
    ),
)
