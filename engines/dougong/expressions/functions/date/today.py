"""TODAY: today in the workspace's zone."""

from dougong.metamodel.text import text

from ...core import Core, VariableRead
from ...types import DATE
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return VariableRead(DATE, False, call.start, call.end, "today")


FUNCTION = Function(
    name="TODAY",
    signature="TODAY() -> date",
    doc=text("今天（工作区所在时区）", "Today in the workspace's zone"),
    words="今天 当天",
    examples=(),
    meaning=Expand(_build),
)
