"""FORMATNUMBER: what TEXT does with numbers and a pattern."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...arithmetic import half_up
from ...patterns import number_pattern
from ..kind import Function, Native, Sql


def _format(x: Decimal, pattern: str) -> str:
    shape = number_pattern(pattern)
    assert shape
    rounded = half_up(Decimal(x), shape.digits)
    return format(rounded or abs(rounded), f"{',' if shape.grouped else ''}.{shape.digits}f")


def _sql(q: Sql, x: Any, pattern: str) -> Any:
    shape = number_pattern(pattern)
    assert shape
    whole = "FM999,999,999,990" if shape.grouped else "FM999999999990"
    return q.call(
        "to_char", q.call("round", x, shape.digits), whole + ("." + "0" * shape.digits if shape.digits else "")
    )


FUNCTION = Function(
    name="FORMATNUMBER",
    signature="FORMATNUMBER(number: number, pattern: literal) -> text",
    doc=text("TEXT 对数字的实现", "What TEXT does with numbers and a pattern"),
    words="格式 数字",
    examples=(
        ('FORMATNUMBER(-1234567.891, "#,##0.00")', "-1,234,567.89"),
        ('FORMATNUMBER(BLANK(), "0")', ""),
    ),
    meaning=Native(_format, _sql, javascript="rt.pattern"),
)
