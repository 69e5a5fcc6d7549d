"""NOT: whether the condition does not hold."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return call.operation("not", BOOL, *call.arguments, nullable=False)


FUNCTION = Function(
    name="NOT",
    signature="NOT(condition: bool) -> bool",
    doc=text("条件不成立", "Whether the condition does not hold"),
    words="不 非 取反",
    examples=(("NOT(FALSE)", True),),
    meaning=Expand(_build),
)
