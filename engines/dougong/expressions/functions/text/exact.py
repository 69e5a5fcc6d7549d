"""EXACT: whether two texts are the same to the letter."""

from dougong.metamodel.text import text

from ...core import Core
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    return call.equal(*call.arguments)


FUNCTION = Function(
    name="EXACT",
    signature="EXACT(left: text, right: text) -> bool",
    doc=text("两段文字完全相同", "Whether two texts are the same to the letter"),
    words="完全相同 精确",
    examples=(
        ('EXACT("a", "A")', False),
        ('EXACT("a", "a")', True),
    ),
    meaning=Expand(_build),
)
