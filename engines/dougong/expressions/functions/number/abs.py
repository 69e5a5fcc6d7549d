"""ABS: the number without its sign."""

from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native

FUNCTION = Function(
    name="ABS",
    signature="ABS(number: number) -> number(number)",
    doc=text("绝对值", "The number without its sign"),
    words="绝对值",
    examples=(
        ("ABS(-3.5)", Decimal("3.5")),
        ("ABS(BLANK())", None),
    ),
    meaning=Native(abs, lambda q, x: q.call("abs", x), javascript="(x) => (x < 0n ? -x : x)"),
)
