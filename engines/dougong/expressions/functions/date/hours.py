"""HOURS: a duration of so many hours; of a duration, how many hours."""

from dougong.metamodel.text import text

from ..kind import Function
from .spans import span_of

FUNCTION = Function(
    name="HOURS",
    signature="HOURS(count: number) -> duration? | HOURS(span: duration) -> number(6)?",
    doc=text("若干小时的时长；对时长则得小时数", "A duration of so many hours; of a duration, how many hours"),
    words="小时 时长",
    examples=(("HOURS(HOURS(2))", 2),),
    meaning=span_of(3600),
)
