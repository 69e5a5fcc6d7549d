"""OR: whether at least one condition holds."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    if not call.arguments:
        raise call.refuse("至少写一个条件", "at least one condition is needed")
    return call.operation("or", BOOL, *call.arguments, nullable=False)


FUNCTION = Function(
    name="OR",
    signature="OR(condition...: bool) -> bool",
    doc=text("至少一个条件成立", "Whether at least one condition holds"),
    words="或者 或",
    examples=(
        ("OR(FALSE, 1 < 2)", True),
        ("OR(FALSE)", False),
    ),
    meaning=Expand(_build),
)
