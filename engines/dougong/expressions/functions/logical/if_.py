"""IF: the first value when the condition holds, else the second; blank when there is none."""

from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Core
from ...types import BLANK
from ..call import choose
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    condition, then, *rest = call.arguments
    then, otherwise = call.unify((then, rest[0] if rest else call.constant(None, BLANK)))
    return choose(call, condition, then, otherwise)


FUNCTION = Function(
    name="IF",
    signature="IF(condition: bool, then: any, else?: any) -> any",
    doc=text(
        "条件成立得第一个值，否则得第二个；不写第二个则为空",
        "The first value when the condition holds, else the second; blank when there is none",
    ),
    words="如果 条件 否则",
    examples=(
        ('IF(1 < 2, "a", "b")', "a"),
        ("IF(1 > 2, 5)", None),
        ("IF(FALSE, 1, 2.5)", Decimal("2.5")),
    ),
    meaning=Expand(_build),
)
