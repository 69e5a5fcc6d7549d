"""IFERROR: the other value when the first is blank, for instance after a division by zero."""

from dougong.metamodel.text import text

from ...core import Core
from ..call import first_of
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    value, otherwise = call.unify(call.arguments)
    return first_of(call, value, otherwise)


FUNCTION = Function(
    name="IFERROR",
    signature="IFERROR(value: any, otherwise: any) -> any",
    doc=text(
        "值为空时（例如除以零）换成另一个值",
        "The other value when the first is blank, for instance after a division by zero",
    ),
    words="错误 出错 除零",
    examples=(
        ("IFERROR(1 / 0, 7)", 7),
        ("IFERROR(6 / 3, 7)", 2),
    ),
    meaning=Expand(_build),
)
