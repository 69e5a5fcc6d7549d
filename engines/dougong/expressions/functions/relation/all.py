"""ALL: whether all rows are so; TRUE of nothing."""

from dougong.metamodel.text import text

from ..kind import Function, Over

FUNCTION = Function(
    name="ALL",
    signature="ALL(rows: many, condition: bool) -> bool",
    doc=text("所有记录都满足；没有记录算满足", "Whether all rows are so; TRUE of nothing"),
    words="全部 所有 都",
    examples=(),
    meaning=Over("bool"),
)
