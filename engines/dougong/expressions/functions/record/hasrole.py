"""HASROLE: whether the user has the role."""

from dougong.metamodel.text import text

from ...core import Core
from ...types import BOOL
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    if call.arguments[0].type.name != "text":
        raise call.refuse("角色要写成文字", "the role is written as text", 0)
    return call.operation("has_role", BOOL, *call.arguments, nullable=False)


FUNCTION = Function(
    name="HASROLE",
    signature="HASROLE(role: literal) -> bool",
    doc=text("当前用户是否有这个角色", "Whether the user has the role"),
    words="角色 权限",
    examples=(('HASROLE("nobody")', False),),
    meaning=Expand(_build),
)
