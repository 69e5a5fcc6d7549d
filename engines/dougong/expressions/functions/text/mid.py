"""MID: characters from a place, counted from 1."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql
from .counts import count_of, sql_count


def _mid(text: str, start: Decimal, count: Decimal) -> str:
    """A start before 1 gives nothing."""
    begin = count_of(start)
    return text[begin - 1 : begin - 1 + count_of(count)] if begin else ""


def _sql(q: Sql, text: Any, start: Any, count: Any) -> Any:
    start = q.call("nullif", sql_count(q, start), 0)
    return q.call("coalesce", q.call("substr", text, start, sql_count(q, count)), "")


FUNCTION = Function(
    name="MID",
    signature="MID(text: text, start: number, count: number) -> text",
    doc=text("从第几个字起取若干个字，从 1 数", "Characters from a place, counted from 1"),
    words="中间 截取 子串",
    examples=(
        ('MID("abcd", 2, 2)', "bc"),
        ('MID("abc", 9, 1)', ""),
        ('MID("abc", 0, 1)', ""),
    ),
    meaning=Native(
        _mid, _sql, javascript="(text, start, count) => rt.part(text, rt.count(start) - 1, rt.count(count))"
    ),
)
