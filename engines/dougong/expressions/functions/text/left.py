"""LEFT: the first characters."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql
from .counts import count_of, sql_count


def _left(text: str, count: Decimal = Decimal(1)) -> str:
    return text[: count_of(count)]


def _sql(q: Sql, text: Any, count: Any = 1) -> Any:
    return q.call("left", text, sql_count(q, count))


FUNCTION = Function(
    name="LEFT",
    signature="LEFT(text: text, count?: number) -> text",
    doc=text("左边若干个字", "The first characters"),
    words="左边 截取 前几个字",
    examples=(
        ('LEFT("abc", 2)', "ab"),
        ('LEFT("abc")', "a"),
        ('LEFT("abc", -1)', ""),
    ),
    meaning=Native(_left, _sql, javascript="(text, count = rt.ONE) => rt.part(text, 0, rt.count(count))"),
)
