"""LOWER: in small letters."""

from dougong.metamodel.text import text

from ...folding import lower_case
from ..kind import Function, Native

FUNCTION = Function(
    name="LOWER",
    signature="LOWER(text: text) -> text",
    doc=text("变成小写", "In small letters"),
    words="小写",
    examples=(('LOWER("aBc")', "abc"),),
    meaning=Native(lower_case, lambda q, t: q.fold(t, "lower"), extra="folding", javascript="rt.lower"),
)
