"""What a formula may result in: result name -> where it is stored and how expressions see it."""

from typing import Literal

from ..lists import Option
from ..storage import Kind, Storage
from ..value_type import ValueType

Result = Literal["text", "number", "integer", "money", "percent", "bool", "date", "datetime", "duration", "choice"]


def result_storage(result: Result, scale: int) -> Storage:
    """The column a stored formula has; `scale` counts for decimals only."""
    kinds = {
        "number": Kind.DECIMAL, "money": Kind.DECIMAL, "percent": Kind.DECIMAL, "integer": Kind.INTEGER, "duration": Kind.INTEGER,
        "bool": Kind.BOOLEAN, "date": Kind.DATE, "datetime": Kind.INSTANT, "text": Kind.TEXT, "choice": Kind.TEXT,
    }  # fmt: skip
    kind = kinds[result]
    return Storage(kind, scale=scale if kind is Kind.DECIMAL else 0)


def result_type(result: Result, scale: int, options: tuple[Option, ...] = ()) -> ValueType:
    """The expression type of a formula's declared result; `options` are those of a choice."""
    if result == "integer":
        return ValueType("number")
    if result == "choice":
        return ValueType("choice", options=tuple(one.key for one in options) or None)
    return ValueType(result, scale=scale if result in ("number", "money", "percent") else 0)
