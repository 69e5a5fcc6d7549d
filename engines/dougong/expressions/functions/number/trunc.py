"""TRUNC: cuts digits off."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function
from .rounding import digits_of, rounded


def _build(call: Call) -> Core:
    return rounded(call, "round_down", digits_of(call))


FUNCTION = Function(
    name="TRUNC",
    signature="TRUNC(number: number, digits?: literal) -> number",
    doc=text("截断到指定小数位", "Cuts digits off"),
    words="截断 取整",
    examples=(
        ("TRUNC(-2.99)", -2),
        ("TRUNC(1.239, 2)", Decimal("1.23")),
    ),
    meaning=Expand(_build),
)
