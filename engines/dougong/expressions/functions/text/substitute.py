"""SUBSTITUTE: every occurrence of a text replaced by another."""

from dougong.metamodel.text import text

from ..kind import Function, Native


def _substitute(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if old else text


FUNCTION = Function(
    name="SUBSTITUTE",
    signature="SUBSTITUTE(text: text, old: text, new: text) -> text",
    doc=text("把一段文字全部换成另一段", "Every occurrence of a text replaced by another"),
    words="替换 代替",
    examples=(
        ('SUBSTITUTE("a-b-c", "-", "")', "abc"),
        ('SUBSTITUTE("ab", "", "x")', "ab"),
    ),
    meaning=Native(
        _substitute,
        lambda q, t, old, new: q.call("replace", t, old, new),
        sqlite="replace",
        javascript="(text, old, put) => (old ? text.split(old).join(put) : text)",
    ),
)
