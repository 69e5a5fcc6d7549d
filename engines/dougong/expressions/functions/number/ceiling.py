"""CEILING: up to a multiple of the step; blank unless the step is positive."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql
from .steps import down_to_step, sql_down_to_step


def _python(x: Decimal, step: Decimal = Decimal(1)) -> Decimal | None:
    return -down_to_step(-Decimal(x), Decimal(step)) if step > 0 else None


def _sql(q: Sql, x: Any, step: Any = 1) -> Any:
    return q.call("-", sql_down_to_step(q, q.call("-", x), step))


FUNCTION = Function(
    name="CEILING",
    signature="CEILING(number: number, step?: number) -> number(6)?",
    doc=text("向上取到步长的倍数；步长不大于零为空", "Up to a multiple of the step; blank unless the step is positive"),
    words="向上取整 步长",
    examples=(
        ("CEILING(7, 3)", 9),
        ("CEILING(1.2)", 2),
        ("CEILING(-7, 3)", -6),
    ),
    meaning=Native(_python, _sql, javascript="(x, step = rt.ONE) => (step > 0n ? x + rt.mod(-x, step) : null)"),
)
