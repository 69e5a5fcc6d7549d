"""HASTEXT: what CONTAINS does with text."""

from typing import Any

from dougong.metamodel.text import text

from ...env import Folding
from ...folding import upper_case
from ..kind import Function, Native, Sql


def _has(text: str, part: str, folding: Folding) -> bool:
    return upper_case(part, folding) in upper_case(text, folding)


def _sql(q: Sql, text: Any, part: Any) -> Any:
    return q.infix(q.call("strpos", q.fold(text, "upper"), q.fold(part, "upper")), ">", 0)


FUNCTION = Function(
    name="HASTEXT",
    signature="HASTEXT(text: text, part: text) -> bool",
    doc=text("CONTAINS 对文字的实现", "What CONTAINS does with text"),
    words="包含",
    examples=(
        ('HASTEXT("Hello", "ELL")', True),
        ('HASTEXT("straße", "SS")', True),
    ),
    meaning=Native(
        _has,
        _sql,
        extra="folding",
        javascript="(text, part, folding) => rt.upper(text, folding).includes(rt.upper(part, folding))",
    ),
)
