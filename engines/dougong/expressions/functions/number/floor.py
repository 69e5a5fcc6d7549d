"""FLOOR: down to a multiple of the step; blank unless the step is positive."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql
from .steps import down_to_step, sql_down_to_step


def _python(x: Decimal, step: Decimal = Decimal(1)) -> Decimal | None:
    return down_to_step(Decimal(x), Decimal(step)) if step > 0 else None


def _sql(q: Sql, x: Any, step: Any = 1) -> Any:
    return sql_down_to_step(q, x, step)


FUNCTION = Function(
    name="FLOOR",
    signature="FLOOR(number: number, step?: number) -> number(6)?",
    doc=text(
        "向下取到步长的倍数；步长不大于零为空", "Down to a multiple of the step; blank unless the step is positive"
    ),
    words="向下取整 步长",
    examples=(
        ("FLOOR(7, 3)", 6),
        ("FLOOR(-7, 3)", -9),
        ("FLOOR(1, 0)", None),
    ),
    meaning=Native(_python, _sql, javascript="(x, step = rt.ONE) => (step > 0n ? x - rt.mod(x, step) : null)"),
)
