"""BLANK: the blank value."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BLANK
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return call.constant(None, BLANK)


FUNCTION = Function(
    name="BLANK",
    signature="BLANK() -> blank",
    doc=text("空值", "The blank value"),
    words="空 清空",
    examples=(
        ("BLANK()", None),
        ("1 / 0 = BLANK()", True),
    ),
    meaning=Expand(_build),
)
