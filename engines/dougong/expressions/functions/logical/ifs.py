"""IFS: the value after the first condition that holds; blank when none does."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BLANK
from ..call import MOST_BRANCHES, choose
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    if len(call.arguments) > MOST_BRANCHES * 2:
        raise call.refuse(f"最多 {MOST_BRANCHES} 支", f"at most {MOST_BRANCHES} branches")
    if len(call.arguments) < 2 or len(call.arguments) % 2:
        raise call.refuse("条件和值要成对写", "conditions and values are written in pairs")
    *values, result = call.unify((*call.arguments[1::2], call.constant(None, BLANK)))
    for condition, value in reversed(list(zip(call.arguments[::2], values, strict=True))):
        if condition.type.name != "bool":
            raise call.refuse("每一对的前一个应是条件", "the first of each pair must be a condition")
        result = choose(call, condition, value, result)
    return result


FUNCTION = Function(
    name="IFS",
    signature="IFS(condition_then...: any) -> any",
    doc=text(
        "依次看条件，得第一个成立的条件后面的值", "The value after the first condition that holds; blank when none does"
    ),
    words="多条件 如果 分支",
    examples=(
        ('IFS(1 > 2, "a", 2 > 1, "b")', "b"),
        ("IFS(FALSE, 1)", None),
    ),
    meaning=Expand(_build),
)
