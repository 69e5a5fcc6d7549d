"""NOW: now."""

from dougong.metamodel.text import text

from ...core import Core, VariableRead
from ...types import DATETIME
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return VariableRead(DATETIME, False, call.start, call.end, "now")


FUNCTION = Function(
    name="NOW",
    signature="NOW() -> datetime",
    doc=text("现在", "Now"),
    words="现在 当前时间",
    examples=(),
    meaning=Expand(_build),
)
