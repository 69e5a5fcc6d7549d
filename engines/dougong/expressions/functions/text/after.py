"""AFTER: the text without a beginning."""

from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql


def _sql(q: Sql, text: Any, start: Any) -> Any:
    def cut(text: Any, start: Any) -> Any:
        rest = q.call("substr", text, q.infix(q.call("char_length", start), "+", 1))
        return q.case(q.call("starts_with", text, start), rest, text)

    return q.let((text, start), cut)


FUNCTION = Function(
    name="AFTER",
    signature="AFTER(text: text, start: text) -> text",
    doc=text("去掉开头的一段文字", "The text without a beginning"),
    words="去掉前缀",
    examples=(
        ('AFTER("ab-c", "ab-")', "c"),
        ('AFTER("abc", "x")', "abc"),
    ),
    meaning=Native(
        str.removeprefix, _sql, javascript="(text, start) => (text.startsWith(start) ? text.slice(start.length) : text)"
    ),
)
