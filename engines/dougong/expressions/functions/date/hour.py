"""HOUR: the hour in the workspace's zone."""

from dougong.metamodel.text import text

from ..kind import Function
from .clock_parts import clock_part

FUNCTION = Function(
    name="HOUR",
    signature="HOUR(moment: datetime) -> number(0)",
    doc=text("几点（工作区时区）", "The hour in the workspace's zone"),
    words="小时 几点",
    examples=(("HOUR(DATETIME(DATE(2026, 5, 3), 9, 41))", 9),),
    meaning=clock_part("hour"),
)
