"""FIND: where the part first occurs, counted from 1, letter case counting; blank when it does not."""

from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _find(part: str, text: str) -> Decimal | None:
    at = text.find(part)
    return Decimal(at + 1) if at >= 0 else None


FUNCTION = Function(
    name="FIND",
    signature="FIND(part: text, text: text) -> number(0)?",
    doc=text(
        "这段文字第一次出现在第几个字（分大小写）；没有为空",
        "Where the part first occurs, counted from 1, letter case counting; blank when it does not",
    ),
    words="查找 位置",
    examples=(
        ('FIND("b", "abc")', 2),
        ('FIND("B", "abc")', None),
    ),
    meaning=Native(
        _find, lambda q, part, text: q.call("nullif", q.call("strpos", text, part), 0), javascript="rt.find"
    ),
)
