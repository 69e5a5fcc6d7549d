"""FORMATDATE: what TEXT does with dates and a pattern."""

from datetime import date
from typing import Any

from dougong.metamodel.text import text

from ...patterns import date_pattern
from ..kind import Function, Native, Sql


def _format(day: date, pattern: str) -> str:
    parts = {
        "yyyy": f"{day.year:04}",
        "mm": f"{day.month:02}",
        "m": str(day.month),
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }
    return "".join(parts.get(piece, piece) for piece in date_pattern(pattern) or ())


def _sql(q: Sql, day: Any, pattern: str) -> Any:
    forms = {"yyyy": "YYYY", "mm": "MM", "m": "FMMM", "dd": "DD", "d": "FMDD"}
    return q.call(
        "to_char", q.cast(day, "timestamp"), "".join(forms.get(p, f'"{p}"') for p in date_pattern(pattern) or ())
    )


FUNCTION = Function(
    name="FORMATDATE",
    signature="FORMATDATE(date: date, pattern: literal) -> text",
    doc=text("TEXT 对日期的实现", "What TEXT does with dates and a pattern"),
    words="格式 日期",
    examples=(('FORMATDATE(DATE(2026, 1, 2), "yyyy年m月d日")', "2026年1月2日"),),
    meaning=Native(_format, _sql, javascript="rt.datePattern"),
)
