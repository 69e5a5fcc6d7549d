"""FIRST: the first value that is not blank, oldest row first or in the order given."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="FIRST",
    signature="FIRST(rows: many, order?: any) -> any",
    doc=text(
        "最早一条（或按给定次序第一条）不为空的值",
        "The first value that is not blank, oldest row first or in the order given",
    ),
    words="第一 首个 最早",
    examples=(),
    meaning=Over("any"),
)
