"""ISBLANK: whether the value is blank; 0 is not, empty text is."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    value = call.arguments[0]
    if value.type.name == "blank":
        return call.constant(True, BOOL)
    return call.operation("is_blank", BOOL, value, nullable=False)


FUNCTION = Function(
    name="ISBLANK",
    signature="ISBLANK(value: any) -> bool",
    doc=text("是否为空；0 不算空，空文字算空", "Whether the value is blank; 0 is not, empty text is"),
    words="为空 空白 没填",
    examples=(
        ("ISBLANK(0)", False),
        ('ISBLANK("")', True),
        ('ISBLANK(" ")', False),
        ("ISBLANK(1 / 0)", True),
    ),
    meaning=Expand(_build),
)
