"""VALUE: the text read as a number; blank when it is none."""

import re
from decimal import Decimal
from typing import Any

from dougong.metamodel.text import text

from ...arithmetic import half_up
from ..kind import Function, Native, Sql

PATTERN = "^ *([-+]?[0-9]{1,12}([.][0-9]{1,20})?) *$"
_NUMBER = re.compile(PATTERN.replace("$", r"\Z"))


def _value(text: str) -> Decimal | None:
    match = _NUMBER.match(text)
    return half_up(Decimal(match[1]), 6) if match else None


def _sql(q: Sql, text: Any) -> Any:
    return q.call("round", q.cast(q.call("substring", text, PATTERN), "numeric"), 6)


_JAVASCRIPT = """(text) => {
  const found = /^ *([-+]?[0-9]{1,12}([.][0-9]{1,20})?) *$/.exec(text);
  return found ? rt.number(found[1], 6) : null;
}"""

FUNCTION = Function(
    name="VALUE",
    signature="VALUE(text: text) -> number(6)?",
    doc=text("把文字读成数字；读不成为空", "The text read as a number; blank when it is none"),
    words="转数字 数值",
    examples=(
        ('VALUE(" 12.50 ")', Decimal("12.5")),
        ('VALUE("x")', None),
        ('VALUE("-3")', -3),
    ),
    meaning=Native(_value, _sql, javascript=_JAVASCRIPT),
)
