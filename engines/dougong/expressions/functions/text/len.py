"""LEN: how many characters."""

from decimal import Decimal

from dougong.metamodel.text import text

from ..kind import Function, Native


def _len(text: str) -> Decimal:
    return Decimal(len(text))


FUNCTION = Function(
    name="LEN",
    signature="LEN(text: text) -> number(0)",
    doc=text("字数", "How many characters"),
    words="长度 字数",
    examples=(
        ('LEN("中文a")', 3),
        ('LEN("😀")', 1),
    ),
    meaning=Native(_len, lambda q, t: q.call("char_length", t), javascript="(text) => rt.whole(rt.chars(text).length)"),
)
