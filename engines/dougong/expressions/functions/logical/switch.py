"""SWITCH: the result after the case that equals the subject; a last single value serves all other cases."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BLANK
from ..call import MOST_BRANCHES, choose
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    subject, *rest = call.arguments
    if len(rest) > MOST_BRANCHES * 2:
        raise call.refuse(f"最多 {MOST_BRANCHES} 支", f"at most {MOST_BRANCHES} branches")
    if len(rest) < 2:
        raise call.refuse("至少要有一个值和一个结果", "at least one case and its result are needed")
    default = rest.pop() if len(rest) % 2 else call.constant(None, BLANK)
    *results, found = call.unify((*rest[1::2], default))
    for case, result in reversed(list(zip(rest[::2], results, strict=True))):
        found = choose(call, call.equal(subject, case), result, found)
    return found


FUNCTION = Function(
    name="SWITCH",
    signature="SWITCH(subject: any, case_then...: any) -> any",
    doc=text(
        "与各值比较，得相等的那个值后面的结果；最后可写其余情况的结果",
        "The result after the case that equals the subject; a last single value serves all other cases",
    ),
    words="切换 匹配 多分支",
    examples=(
        ('SWITCH("b", "a", 1, "b", 2, 0)', 2),
        ('SWITCH(3, 1, "x")', ""),
        ("SWITCH(9, 1, 2, 7)", 7),
    ),
    meaning=Expand(_build),
)
