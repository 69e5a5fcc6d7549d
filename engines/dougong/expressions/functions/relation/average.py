"""AVERAGE: the mean; blank of nothing."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="AVERAGE",
    signature="AVERAGE(rows: many, value?: number) -> number(6)?",
    doc=text("平均值；没有记录为空", "The mean; blank of nothing"),
    words="平均 均值",
    examples=(),
    meaning=Over("number"),
)
