"""REPT: the text repeated, at most 100 times."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql
from .counts import count_of, sql_count

MOST = 100


def _rept(text: str, count: Decimal) -> str:
    return text * min(count_of(count), MOST)


def _sql(q: Sql, text: Any, count: Any) -> Any:
    return q.call("repeat", text, sql_count(q, count, MOST))


FUNCTION = Function(
    name="REPT",
    signature="REPT(text: text, count: number) -> text",
    doc=text("重复若干次（最多 100 次）", "The text repeated, at most 100 times"),
    words="重复",
    examples=(
        ('REPT("ab", 2)', "abab"),
        ('REPT("a", -1)', ""),
    ),
    meaning=Native(_rept, _sql, javascript="(text, count) => text.repeat(Math.min(rt.count(count), 100))"),
)
