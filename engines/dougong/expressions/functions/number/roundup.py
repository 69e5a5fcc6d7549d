"""ROUNDUP: rounds away from zero."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function
from .rounding import digits_of, rounded


def _build(call: Call) -> Core:
    return rounded(call, "round_up", digits_of(call))


FUNCTION = Function(
    name="ROUNDUP",
    signature="ROUNDUP(number: number, digits?: literal) -> number",
    doc=text("向远离零的方向进位", "Rounds away from zero"),
    words="向上舍入 进位",
    examples=(
        ("ROUNDUP(2.01)", 3),
        ("ROUNDUP(-2.341, 2)", Decimal("-2.35")),
    ),
    meaning=Expand(_build),
)
