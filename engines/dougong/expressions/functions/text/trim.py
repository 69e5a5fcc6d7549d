"""TRIM: without blanks around it, single blanks inside."""

import re
from typing import Any

from dougong.metamodel.text import text

from ..kind import Function, Native, Sql

_BLANKS = re.compile(" {2,}")


def _trim(text: str) -> str:
    return _BLANKS.sub(" ", text.strip(" "))


def _sql(q: Sql, text: Any) -> Any:
    return q.call("regexp_replace", q.call("btrim", text, " "), " {2,}", " ", "g")


FUNCTION = Function(
    name="TRIM",
    signature="TRIM(text: text) -> text",
    doc=text("去掉首尾空格，中间连续空格只留一个", "Without blanks around it, single blanks inside"),
    words="去空格 修剪",
    examples=(('TRIM("  a   b ")', "a b"),),
    meaning=Native(_trim, _sql, javascript="(text) => text.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' ')"),
)
