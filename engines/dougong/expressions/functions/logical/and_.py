"""AND: whether all conditions hold."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    if not call.arguments:
        raise call.refuse("至少写一个条件", "at least one condition is needed")
    return call.operation("and", BOOL, *call.arguments, nullable=False)


FUNCTION = Function(
    name="AND",
    signature="AND(condition...: bool) -> bool",
    doc=text("全部条件都成立", "Whether all conditions hold"),
    words="并且 且 与",
    examples=(
        ("AND(TRUE, 1 < 2)", True),
        ("AND(TRUE, FALSE)", False),
    ),
    meaning=Expand(_build),
)
