"""ANY: whether at least one row is so."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="ANY",
    signature="ANY(rows: many, condition?: bool) -> bool",
    doc=text("至少一条记录满足", "Whether at least one row is so"),
    words="任一 存在 有一个",
    examples=(),
    meaning=Over("bool"),
)
