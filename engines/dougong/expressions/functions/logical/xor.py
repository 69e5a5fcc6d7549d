"""XOR: whether an odd number of conditions holds."""

from functools import reduce

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    if not call.arguments:
        raise call.refuse("至少写一个条件", "at least one condition is needed")
    return reduce(lambda a, b: call.operation("ne", BOOL, a, b, nullable=False), call.arguments)


FUNCTION = Function(
    name="XOR",
    signature="XOR(condition...: bool) -> bool",
    doc=text("成立的条件是奇数个", "Whether an odd number of conditions holds"),
    words="异或",
    examples=(
        ("XOR(TRUE, FALSE)", True),
        ("XOR(TRUE, TRUE)", False),
    ),
    meaning=Expand(_build),
)
