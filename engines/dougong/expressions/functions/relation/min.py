"""MIN: the least; of related rows or of the values given."""

from dougong.metamodel.text import text

from ...core import Core
from ..call import extreme
from ..kind import Call, Expand, Function, Over


def _build(call: Call) -> Core:
    return extreme(call, "least")


FUNCTION = Function(
    name="MIN",
    signature="MIN(value...: any) -> any",
    doc=text("最小值；也可以直接比较几个值", "The least; of related rows or of the values given"),
    words="最小 最少",
    examples=(
        ("MIN(3, 1, 2)", 1),
        ("MIN(1, BLANK())", None),
    ),
    meaning=Over("ordered", Expand(_build)),
)
