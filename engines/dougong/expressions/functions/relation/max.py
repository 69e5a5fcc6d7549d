"""MAX: the greatest; of related rows or of the values given."""

from dougong.metamodel.text import text

from ...core import Core
from ..call import extreme
from ..kind import Call, Expand, Function, Over


def _build(call: Call) -> Core:
    return extreme(call, "greatest")


FUNCTION = Function(
    name="MAX",
    signature="MAX(value...: any) -> any",
    doc=text("最大值；也可以直接比较几个值", "The greatest; of related rows or of the values given"),
    words="最大 最多",
    examples=(
        ("MAX(3, 1, 2)", 3),
        ("MAX(1, 1 / 0)", None),
    ),
    meaning=Over("ordered", Expand(_build)),
)
