"""UPPER: in capitals."""

from dougong.metamodel.text import text

from ...folding import upper_case
from ..kind import Function, Native

FUNCTION = Function(
    name="UPPER",
    signature="UPPER(text: text) -> text",
    doc=text("变成大写", "In capitals"),
    words="大写",
    examples=(('UPPER("aBc")', "ABC"),),
    meaning=Native(upper_case, lambda q, t: q.fold(t, "upper"), extra="folding", javascript="rt.upper"),
)
