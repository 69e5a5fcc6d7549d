"""Multiples of a step, exactly: by remainders, never by a quotient that is rounded."""

from decimal import Decimal
from typing import Any

from ..kind import Sql


def down_to_step(x: Decimal, step: Decimal) -> Decimal:
    """The greatest multiple of a positive step that is not larger than x."""
    rest = x % step
    return x - rest if rest >= 0 else x - rest - step


def sql_down_to_step(q: Sql, x: Any, step: Any) -> Any:
    """The same in PostgreSQL; NULL unless the step is positive."""
    positive = q.call("nullif", q.call("greatest", step, 0), 0)

    def down(x: Any, step: Any) -> Any:
        return q.infix(x, "-", q.call("mod", q.infix(q.call("mod", x, step), "+", step), step))

    return q.let((x, positive), down)
