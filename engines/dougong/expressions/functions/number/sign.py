"""SIGN: 1 for a positive number, -1 for a negative one, 0 for 0."""

from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _sign(x: Decimal) -> Decimal:
    return Decimal((x > 0) - (x < 0))


FUNCTION = Function(
    name="SIGN",
    signature="SIGN(number: number) -> number(0)",
    doc=text("正数得 1，负数得 -1，零得 0", "1 for a positive number, -1 for a negative one, 0 for 0"),
    words="符号 正负",
    examples=(
        ("SIGN(-3)", -1),
        ("SIGN(0)", 0),
    ),
    meaning=Native(_sign, lambda q, x: q.call("sign", x), javascript="(x) => rt.whole((x > 0n) - (x < 0n))"),
)
