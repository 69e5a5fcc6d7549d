"""SEARCH: like FIND with letter case aside (places count in the text in capitals)."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...env import Folding
from ...folding import upper_case
from ..kind import Function, Native, Sql


def _search(part: str, text: str, folding: Folding) -> Decimal | None:
    at = upper_case(text, folding).find(upper_case(part, folding))
    return Decimal(at + 1) if at >= 0 else None


def _sql(q: Sql, part: Any, text: Any) -> Any:
    return q.call("nullif", q.call("strpos", q.fold(text, "upper"), q.fold(part, "upper")), 0)


FUNCTION = Function(
    name="SEARCH",
    signature="SEARCH(part: text, text: text) -> number(0)?",
    doc=text(
        "同 FIND，不分大小写（位置按变成大写后的文字数）",
        "Like FIND with letter case aside (places count in the text in capitals)",
    ),
    words="搜索 位置",
    examples=(
        ('SEARCH("B", "abc")', 2),
        ('SEARCH("x", "abc")', None),
    ),
    meaning=Native(
        _search,
        _sql,
        extra="folding",
        javascript="(part, text, folding) => rt.find(rt.upper(part, folding), rt.upper(text, folding))",
    ),
)
