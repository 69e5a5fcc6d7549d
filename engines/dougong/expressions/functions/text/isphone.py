"""ISPHONE: whether the text looks like a telephone number."""

import re

from dougong.metamodel.text import text

from ..kind import Function, Native
from .patterns import javascript_test

PATTERN = "^[+]?[0-9]([0-9 ()-]{4,18})[0-9]$"
_SHAPE = re.compile(PATTERN.removesuffix("$") + r"\Z")


def _test(text: str) -> bool:
    return _SHAPE.match(text) is not None


FUNCTION = Function(
    name="ISPHONE",
    signature="ISPHONE(text: text) -> bool",
    doc=text("是否像电话号码", "Whether the text looks like a telephone number"),
    words="电话 手机",
    examples=(
        ('ISPHONE("+86 138-0013-8000")', True),
        ('ISPHONE("12")', False),
    ),
    meaning=Native(_test, lambda q, text: q.infix(text, "~", PATTERN), javascript=javascript_test(PATTERN)),
)
