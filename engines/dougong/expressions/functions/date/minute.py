"""MINUTE: the minute in the workspace's zone."""

from dougong.metamodel.text import text

from ..kind import Function
from .clock_parts import clock_part

FUNCTION = Function(
    name="MINUTE",
    signature="MINUTE(moment: datetime) -> number(0)",
    doc=text("几分（工作区时区）", "The minute in the workspace's zone"),
    words="分钟 几分",
    examples=(("MINUTE(DATETIME(DATE(2026, 5, 3), 9, 41))", 41),),
    meaning=clock_part("minute"),
)
