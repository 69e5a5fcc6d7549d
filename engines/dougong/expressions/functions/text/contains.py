"""CONTAINS: whether the part occurs in the text, letter case aside; or whether a choice, or a word, is among several."""

from dougong.metamodel.text import text
from dougong.metamodel.value_type import ValueType

from ...core import Core
from ...types import BOOL, is_text
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    whole, part = call.arguments
    if whole.type.name not in ("multichoice", "list"):
        return call.operation("HASTEXT", BOOL, whole, part, nullable=False)
    if not is_text(part.type):
        raise call.refuse("第二个参数应是选项的键", "the second argument must be the key of an option", 1)
    if whole.type.name == "list":
        return call.operation("has", BOOL, whole, part, nullable=False)
    key = call.equal(part, call.constant("", ValueType("choice", options=whole.type.options)))
    return call.operation("has", BOOL, whole, key.arguments[0], nullable=False)  # type: ignore[union-attr]


FUNCTION = Function(
    name="CONTAINS",
    signature="CONTAINS(text: text, part: text) -> bool | CONTAINS(choices: multichoice, key: any) -> bool"
    " | CONTAINS(tags: list, tag: text) -> bool",
    doc=text(
        "是否含有这段文字（不分大小写），或多选、标签里是否有这一项",
        "Whether the part occurs in the text, letter case aside; or whether a choice or a tag is among several",
    ),
    words="包含 含有",
    examples=(
        ('CONTAINS("Hello", "ELL")', True),
        ('CONTAINS("a", "")', True),
        ('CONTAINS("a", "b")', False),
    ),
    meaning=Expand(_build),
)
