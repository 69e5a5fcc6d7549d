"""A calendar day without a time zone."""

import re
from datetime import date, datetime
from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import as_words

_SHAPE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")


class DateField(Field):
    type: Literal["date"]


def _normalise(field: DateField, raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if raw is None or isinstance(raw, date):
        return raw
    words = as_words(raw)
    if not words:
        return None
    match = _SHAPE.fullmatch(words)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(words)
    except ValueError:
        raise ValueProblem(
            "date", f"“{words[:40]}”不是有效日期，请写成 2026-05-31", f'"{words[:40]}" is not a date; write 2026-05-31'
        ) from None


FIELD_TYPE = FieldType(
    config=DateField,
    icon="calendar",
    widget="date",
    storage=lambda field: Storage(Kind.DATE),
    value_type=lambda field: ValueType("date"),
    normalise=_normalise,
)
