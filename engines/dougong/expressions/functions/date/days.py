"""DAYS: a duration of so many days; of a duration, how many days."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ...types import DURATION, MAX_SCALE, number
from ..kind import Call, Expand, Function

SECONDS = Decimal(86400)


def _build(call: Call) -> Core:
    value = call.arguments[0]
    seconds = call.constant(SECONDS, number())
    if value.type.name == "duration":
        return call.operation("div", number(MAX_SCALE), value, seconds, nullable=True)
    return call.operation("mul", DURATION, value, seconds, nullable=True)


FUNCTION = Function(
    name="DAYS",
    signature="DAYS(count: number) -> duration? | DAYS(span: duration) -> number(6)?",
    doc=text("若干天的时长;对时长则得天数", "A duration of so many days; of a duration, how many days"),
    words="天 时长",
    examples=(("DAYS(DAYS(2))", 2),),
    meaning=Expand(_build),
)
