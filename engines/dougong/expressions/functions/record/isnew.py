"""ISNEW: whether the record is being created."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return call.operation("is_new", BOOL, nullable=False)


FUNCTION = Function(
    name="ISNEW",
    signature="ISNEW() -> bool",
    doc=text("是否正在新建", "Whether the record is being created"),
    words="新建 新增",
    examples=(("ISNEW()", False),),
    meaning=Expand(_build),
)
