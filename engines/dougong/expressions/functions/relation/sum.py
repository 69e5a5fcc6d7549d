"""SUM: the sum over related rows; 0 of nothing."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="SUM",
    signature="SUM(rows: many, value?: number) -> number",
    doc=text("多条记录的数字之和；没有记录为 0", "The sum over related rows; 0 of nothing"),
    words="求和 合计 总和",
    examples=(),
    meaning=Over("number"),
)
