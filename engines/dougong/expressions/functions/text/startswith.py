"""STARTSWITH: whether the text begins with the part, letter case aside."""

from typing import Any

from dougong.metamodel.text import text

from ...env import Folding
from ...folding import upper_case
from ..kind import Function, Native, Sql


def _python(text: str, part: str, folding: Folding) -> bool:
    return upper_case(text, folding).startswith(upper_case(part, folding))


def _sql(q: Sql, text: Any, part: Any) -> Any:
    return q.call("starts_with", q.fold(text, "upper"), q.fold(part, "upper"))


FUNCTION = Function(
    name="STARTSWITH",
    signature="STARTSWITH(text: text, part: text) -> bool",
    doc=text("是否以这段文字开头（不分大小写）", "Whether the text begins with the part, letter case aside"),
    words="开头 前缀",
    examples=(
        ('STARTSWITH("Hello", "he")', True),
        ('STARTSWITH("a", "ab")', False),
    ),
    meaning=Native(
        _python,
        _sql,
        extra="folding",
        javascript="(text, part, folding) => rt.upper(text, folding).startsWith(rt.upper(part, folding))",
    ),
)
