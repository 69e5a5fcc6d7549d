"""IN: whether the subject equals one of the values; also written x IN (a, b)."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    subject, *values = call.arguments
    if not values:
        raise call.refuse("至少写一个值", "at least one value is needed")
    tests = [call.equal(subject, value) for value in values]
    return call.operation("or", BOOL, *tests, nullable=False)


FUNCTION = Function(
    name="IN",
    signature="IN(subject: any, value...: any) -> bool",
    doc=text(
        "是否等于其中一个值；也可以写成 x IN (a, b)",
        "Whether the subject equals one of the values; also written x IN (a, b)",
    ),
    words="属于 其中之一",
    examples=(
        ("IN(2, 1, 2)", True),
        ('"c" IN ("a", "b")', False),
    ),
    meaning=Expand(_build),
)
