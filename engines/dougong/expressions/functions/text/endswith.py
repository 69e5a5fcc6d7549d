"""ENDSWITH: whether the text ends with the part, letter case aside."""

from typing import Any

from dougong.metamodel.text import text

from ...env import Folding
from ...folding import upper_case
from ..kind import Function, Native, Sql


def _python(text: str, part: str, folding: Folding) -> bool:
    return upper_case(text, folding).endswith(upper_case(part, folding))


def _sql(q: Sql, text: Any, part: Any) -> Any:
    return q.call("starts_with", q.call("reverse", q.fold(text, "upper")), q.call("reverse", q.fold(part, "upper")))


FUNCTION = Function(
    name="ENDSWITH",
    signature="ENDSWITH(text: text, part: text) -> bool",
    doc=text("是否以这段文字结尾（不分大小写）", "Whether the text ends with the part, letter case aside"),
    words="结尾 后缀",
    examples=(
        ('ENDSWITH("Hello", "LO")', True),
        ('ENDSWITH("a", "")', True),
    ),
    meaning=Native(
        _python,
        _sql,
        extra="folding",
        javascript="(text, part, folding) => rt.upper(text, folding).endsWith(rt.upper(part, folding))",
    ),
)
