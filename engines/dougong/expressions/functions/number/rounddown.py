"""ROUNDDOWN: rounds towards zero."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function
from .rounding import digits_of, rounded


def _build(call: Call) -> Core:
    return rounded(call, "round_down", digits_of(call))


FUNCTION = Function(
    name="ROUNDDOWN",
    signature="ROUNDDOWN(number: number, digits?: literal) -> number",
    doc=text("向零的方向舍去", "Rounds towards zero"),
    words="向下舍入 舍去",
    examples=(
        ("ROUNDDOWN(2.99)", 2),
        ("ROUNDDOWN(-2.349, 2)", Decimal("-2.34")),
    ),
    meaning=Expand(_build),
)
