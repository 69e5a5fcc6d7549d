"""CONCAT: the values joined as text."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import TEXT
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return call.operation("concat", TEXT, *map(call.as_text, call.arguments), nullable=False)


FUNCTION = Function(
    name="CONCAT",
    signature="CONCAT(first: any, value...: any) -> text",
    doc=text("把各个值连成文字", "The values joined as text"),
    words="连接 拼接 合并文字",
    examples=(('CONCAT("a", 1, TRUE)', "a1TRUE"),),
    meaning=Expand(_build),
)
