"""TEXTJOIN: the values joined with a separator, empty ones left out."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL, TEXT
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    """Each text brings its separator along; the first separator is cut off at the end."""
    separator, *values = call.arguments
    empty = call.constant("", TEXT)
    joined: Core = empty
    for value in values:
        text = call.as_text(value)
        blank = call.operation("is_blank", BOOL, text, nullable=False)
        piece = call.operation("concat", TEXT, separator, text, nullable=False)
        piece = call.operation("if", TEXT, blank, empty, piece, nullable=False)
        joined = call.operation("concat", TEXT, joined, piece, nullable=False)
    return call.operation("AFTER", TEXT, joined, separator, nullable=False)


FUNCTION = Function(
    name="TEXTJOIN",
    signature="TEXTJOIN(separator: text, value...: any) -> text",
    doc=text("用分隔符连接，跳过空的", "The values joined with a separator, empty ones left out"),
    words="连接 分隔符 合并文字",
    examples=(
        ('TEXTJOIN("-", "a", "", "b")', "a-b"),
        ('TEXTJOIN(",")', ""),
    ),
    meaning=Expand(_build),
)
