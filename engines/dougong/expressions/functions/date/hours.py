"""HOURS: a duration of so many hours; of a duration, how many hours."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ...types import DURATION, MAX_SCALE, number
from ..kind import Call, Expand, Function

SECONDS = Decimal(3600)


def _build(call: Call) -> Core:
    value = call.arguments[0]
    seconds = call.constant(SECONDS, number())
    if value.type.name == "duration":
        return call.operation("div", number(MAX_SCALE), value, seconds, nullable=True)
    return call.operation("mul", DURATION, value, seconds, nullable=True)


FUNCTION = Function(
    name="HOURS",
    signature="HOURS(count: number) -> duration? | HOURS(span: duration) -> number(6)?",
    doc=text("若干小时的时长;对时长则得小时数", "A duration of so many hours; of a duration, how many hours"),
    words="小时 时长",
    examples=(("HOURS(HOURS(2))", 2),),
    meaning=Expand(_build),
)
