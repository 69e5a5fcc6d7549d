"""ROUND: rounds half away from zero to 0..6 digits after the point."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function
from .rounding import digits_of, rounded


def _build(call: Call) -> Core:
    return rounded(call, "round", digits_of(call))


FUNCTION = Function(
    name="ROUND",
    signature="ROUND(number: number, digits?: literal) -> number",
    doc=text("四舍五入到指定小数位（0 到 6）", "Rounds half away from zero to 0..6 digits after the point"),
    words="四舍五入 取整",
    examples=(
        ("ROUND(2.5)", 3),
        ("ROUND(-2.345, 2)", Decimal("-2.35")),
        ("ROUND(1.005, 2)", Decimal("1.01")),
    ),
    meaning=Expand(_build),
)
