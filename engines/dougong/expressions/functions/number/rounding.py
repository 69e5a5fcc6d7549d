"""What the rounding functions share: digits are literal, so that the result's scale is known."""

from dataclasses import replace
from decimal import Decimal

from ...core import Constant, Core
from ...types import MAX_SCALE
from ..kind import Call


def digits_of(call: Call) -> int:
    """The digits after the point: 0 unless given, at most 6."""
    if len(call.arguments) < 2:
        return 0
    given = call.arguments[1]
    value = given.value if isinstance(given, Constant) else None
    if not isinstance(value, Decimal) or value != int(value) or not 0 <= value <= MAX_SCALE:
        raise call.refuse(
            f"小数位要写成 0 到 {MAX_SCALE} 的整数", f"the digits are written as a whole number, 0 to {MAX_SCALE}", 1
        )
    return int(value)


def rounded(call: Call, name: str, digits: int) -> Core:
    """The number with at most so many digits; one that has no more stays as it is."""
    value = call.arguments[0]
    if value.type.scale <= digits:
        return value
    return call.operation(name, replace(value.type, scale=digits), value, nullable=True)
