"""BETWEEN: whether the subject lies between the two values, both included."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    subject, low, high = call.arguments
    both = call.compare(">=", subject, low), call.compare("<=", subject, high)
    return call.operation("and", BOOL, *both, nullable=False)


FUNCTION = Function(
    name="BETWEEN",
    signature="BETWEEN(subject: any, low: any, high: any) -> bool",
    doc=text("是否在两个值之间，含两端", "Whether the subject lies between the two values, both included"),
    words="之间 介于 范围",
    examples=(
        ("BETWEEN(5, 1, 5)", True),
        ("BETWEEN(0, 1, 5)", False),
    ),
    meaning=Expand(_build),
)
