"""OLD: the field's value before this change, as $old.field."""

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    """Its argument is a field's name: the checker itself makes the core operation."""
    raise call.refuse("需要字段名", "a field's name is needed")


FUNCTION = Function(
    name="OLD",
    signature="OLD(field: any) -> any",
    doc=text("字段修改前的值，同 $old.字段", "The field's value before this change, as $old.field"),
    words="原值 旧值 修改前",
    examples=(),
    meaning=Expand(_build),
)
