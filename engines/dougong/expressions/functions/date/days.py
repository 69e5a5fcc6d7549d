"""DAYS: a duration of so many days; of a duration, how many days."""

from dougong.metamodel.text import text

from ..kind import Function
from .spans import span_of

FUNCTION = Function(
    name="DAYS",
    signature="DAYS(count: number) -> duration? | DAYS(span: duration) -> number(6)?",
    doc=text("若干天的时长；对时长则得天数", "A duration of so many days; of a duration, how many days"),
    words="天 时长",
    examples=(("DAYS(DAYS(2))", 2),),
    meaning=span_of(86400),
)
