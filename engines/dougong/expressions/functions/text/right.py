"""RIGHT: the last characters."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql
from .counts import count_of, sql_count


def _right(text: str, count: Decimal = Decimal(1)) -> str:
    wanted = count_of(count)
    return text[-wanted:] if wanted else ""


def _sql(q: Sql, text: Any, count: Any = 1) -> Any:
    return q.call("right", text, sql_count(q, count))


FUNCTION = Function(
    name="RIGHT",
    signature="RIGHT(text: text, count?: number) -> text",
    doc=text("右边若干个字", "The last characters"),
    words="右边 截取 后几个字",
    examples=(
        ('RIGHT("abc", 2)', "bc"),
        ('RIGHT("abc", 0)', ""),
    ),
    meaning=Native(
        _right,
        _sql,
        javascript="(text, count = rt.ONE) => (rt.count(count) ? rt.chars(text).slice(-rt.count(count)).join('') : '')",
    ),
)
