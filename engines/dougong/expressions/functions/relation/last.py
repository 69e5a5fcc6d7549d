"""LAST: the last value that is not blank, newest row or last in the order given."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="LAST",
    signature="LAST(rows: many, order?: any) -> any",
    doc=text(
        "最新一条（或按给定次序最后一条）不为空的值",
        "The last value that is not blank, newest row or last in the order given",
    ),
    words="最后 末尾 最新",
    examples=(),
    meaning=Over("any"),
)
