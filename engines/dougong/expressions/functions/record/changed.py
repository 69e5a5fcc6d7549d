"""CHANGED: whether this change changes the field."""

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    """Its argument is a field's name: the checker itself makes the core operation."""
    raise call.refuse("需要字段名", "a field's name is needed")


FUNCTION = Function(
    name="CHANGED",
    signature="CHANGED(field: any) -> bool",
    doc=text("这次修改是否改了这个字段", "Whether this change changes the field"),
    words="改变 修改过",
    examples=(),
    meaning=Expand(_build),
)
