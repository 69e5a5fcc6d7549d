"""INT: the greatest whole number that is not larger."""

from decimal import ROUND_FLOOR, Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _int(x: Decimal) -> Decimal:
    return Decimal(x).to_integral_value(ROUND_FLOOR)


FUNCTION = Function(
    name="INT",
    signature="INT(number: number) -> number(0)?",
    doc=text("向下取整", "The greatest whole number that is not larger"),
    words="取整 向下",
    examples=(
        ("INT(2.9)", 2),
        ("INT(-2.1)", -3),
    ),
    meaning=Native(_int, lambda q, x: q.call("floor", x), javascript="(x) => x - rt.mod(x, rt.ONE)"),
)
