"""MOD: the remainder, with the sign of the divisor; blank for divisor 0."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql


def _mod(x: Decimal, divisor: Decimal) -> Decimal | None:
    if not divisor:
        return None
    rest = Decimal(x) % divisor
    return rest + divisor if rest and (rest < 0) != (divisor < 0) else rest


def _sql(q: Sql, x: Any, divisor: Any) -> Any:
    divisor = q.call("nullif", divisor, 0)
    return q.let((x, divisor), lambda x, d: q.call("mod", q.infix(q.call("mod", x, d), "+", d), d))


FUNCTION = Function(
    name="MOD",
    signature="MOD(number: number, divisor: number) -> number(6)?",
    doc=text("余数，符号与除数相同；除以零为空", "The remainder, with the sign of the divisor; blank for divisor 0"),
    words="余数 取模 求余",
    examples=(
        ("MOD(7, 3)", 1),
        ("MOD(-7, 3)", 2),
        ("MOD(7, -3)", -2),
        ("MOD(1, 0)", None),
    ),
    meaning=Native(_mod, _sql, javascript="(x, by) => (by === 0n ? null : rt.mod(x, by))"),
)
