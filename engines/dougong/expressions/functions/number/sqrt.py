"""SQRT: the square root; blank for a negative number."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...arithmetic import half_up
from ..kind import Function, Native, Sql


def _sqrt(x: Decimal) -> Decimal | None:
    return half_up(Decimal(x).sqrt(), 6) if x >= 0 else None


def _sql(q: Sql, x: Any) -> Any:
    return q.call("round", q.call("sqrt", q.cast(q.within(x, 0, 10**12), "exact")), 6)


FUNCTION = Function(
    name="SQRT",
    signature="SQRT(number: number) -> number(6)?",
    doc=text("平方根；负数为空", "The square root; blank for a negative number"),
    words="平方根 开方",
    examples=(
        ("SQRT(9)", 3),
        ("SQRT(2)", Decimal("1.414214")),
        ("SQRT(-1)", None),
    ),
    meaning=Native(_sqrt, _sql, javascript="(x) => (x < 0n ? null : (rt.isqrt(4n * x * rt.ONE) + 1n) / 2n)"),
)
