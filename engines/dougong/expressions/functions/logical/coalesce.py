"""COALESCE: the first value that is not blank."""

from functools import reduce

from dougong.metamodel.text import text

from ...core import Core
from ..call import first_of
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    if not call.arguments:
        raise call.refuse("至少写一个值", "at least one value is needed")
    return reduce(lambda a, b: first_of(call, a, b), call.unify(call.arguments))


FUNCTION = Function(
    name="COALESCE",
    signature="COALESCE(value...: any) -> any",
    doc=text("第一个不为空的值", "The first value that is not blank"),
    words="默认 首个非空 空值",
    examples=(
        ("COALESCE(BLANK(), 5, 6)", 5),
        ('COALESCE("", "x")', "x"),
    ),
    meaning=Expand(_build),
)
