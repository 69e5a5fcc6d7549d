"""What the functions of durations share: a number of units made a duration, a duration counted in units."""

from decimal import Decimal

from ...core import Core
from ...types import DURATION, MAX_SCALE, number
from ..kind import Call, Expand


def span_of(seconds: int) -> Expand:
    """Both directions for a unit of so many seconds; which one, the argument's type tells."""

    def build(call: Call) -> Core:
        value, unit = call.arguments[0], call.constant(Decimal(seconds), number())
        if value.type.name == "duration":
            return call.operation("div", number(MAX_SCALE), value, unit, nullable=True)
        return call.operation("mul", DURATION, value, unit, nullable=True)

    return Expand(build)
