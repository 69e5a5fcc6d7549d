"""ISEMAIL: whether the text looks like an e-mail address."""

import re

from dougong.metamodel.text import text

from ..kind import Function, Native
from .patterns import javascript_test

PATTERN = "^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}([.][A-Za-z0-9-]{1,63})+$"
_SHAPE = re.compile(PATTERN.removesuffix("$") + r"\Z")


def _test(text: str) -> bool:
    return _SHAPE.match(text) is not None


FUNCTION = Function(
    name="ISEMAIL",
    signature="ISEMAIL(text: text) -> bool",
    doc=text("是否像电子邮箱", "Whether the text looks like an e-mail address"),
    words="邮箱 邮件",
    examples=(
        ('ISEMAIL("a.b@c.com")', True),
        ('ISEMAIL("a@b")', False),
    ),
    meaning=Native(_test, lambda q, text: q.infix(text, "~", PATTERN), javascript=javascript_test(PATTERN)),
)
