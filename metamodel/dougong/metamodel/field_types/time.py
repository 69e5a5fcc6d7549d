"""A time of day, `HH:MM`."""

import re
from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import as_words

_SHAPE = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


class TimeField(Field):
    type: Literal["time"]


def _normalise(field: TimeField, raw: object) -> str | None:
    if raw is None or raw == "":
        return None
    words = as_words(raw).replace("：", ":")
    match = _SHAPE.fullmatch(words)
    if not match:
        raise ValueProblem(
            "time", f"“{words[:40]}”不是时刻，请写成 09:30", f'"{words[:40]}" is not a time of day; write 09:30'
        )
    return f"{int(match[1]):02}:{match[2]}"


FIELD_TYPE = FieldType(
    config=TimeField,
    icon="clock-hour-4",
    widget="time",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
