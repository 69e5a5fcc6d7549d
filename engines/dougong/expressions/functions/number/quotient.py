"""QUOTIENT: the whole part of a division."""

from decimal import Decimal, localcontext

from dougong.metamodel.text import text

from ..kind import Function, Native


def _quotient(x: Decimal, divisor: Decimal) -> Decimal | None:
    if not divisor:
        return None
    with localcontext() as context:
        context.prec = 60
        return Decimal(x) // divisor


FUNCTION = Function(
    name="QUOTIENT",
    signature="QUOTIENT(number: number, divisor: number) -> number(0)?",
    doc=text("整除的商", "The whole part of a division"),
    words="商 整除",
    examples=(
        ("QUOTIENT(7, 2)", 3),
        ("QUOTIENT(-7, 2)", -3),
        ("QUOTIENT(1, 0)", None),
    ),
    meaning=Native(
        _quotient,
        lambda q, x, d: q.call("div", x, q.call("nullif", d, 0)),
        javascript="(x, by) => (by === 0n ? null : (x / by) * rt.ONE)",
    ),
)
