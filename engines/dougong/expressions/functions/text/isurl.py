"""ISURL: whether the text looks like a web address."""

import re

from dougong.metamodel.text import text

from ..kind import Function, Native
from .patterns import javascript_test

PATTERN = "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^ ]*)?$"
_SHAPE = re.compile(PATTERN.removesuffix("$") + r"\Z")


def _test(text: str) -> bool:
    return _SHAPE.match(text) is not None


FUNCTION = Function(
    name="ISURL",
    signature="ISURL(text: text) -> bool",
    doc=text("是否像网址", "Whether the text looks like a web address"),
    words="网址 链接",
    examples=(
        ('ISURL("https://example.org/a?b=1")', True),
        ('ISURL("example")', False),
    ),
    meaning=Native(_test, lambda q, text: q.infix(text, "~", PATTERN), javascript=javascript_test(PATTERN)),
)
