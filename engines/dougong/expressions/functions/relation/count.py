"""COUNT: how many rows; with a field, how many are not blank."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="COUNT",
    signature="COUNT(rows: many, value?: any) -> number(0)",
    doc=text("记录条数；写了字段则只数不为空的", "How many rows; with a field, how many are not blank"),
    words="计数 数量 个数",
    examples=(),
    meaning=Over("none"),
)
