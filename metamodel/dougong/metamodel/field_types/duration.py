"""A length of time in whole seconds; text may say `1:30`, `90m`, `2h`."""

import re
from datetime import timedelta
from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_integer

_UNIT = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "秒": 1, "分钟": 60, "小时": 3600, "天": 86_400}
_PART = re.compile(r"(\d{1,9})\s*(s|m|h|d|秒|分钟|小时|天)")
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")


class DurationField(Field):
    type: Literal["duration"]


def _normalise(field: DurationField, raw: object) -> int | None:
    if isinstance(raw, timedelta):
        return round(raw.total_seconds())
    if isinstance(raw, str):
        words = raw.strip().lower()
        if clock := _CLOCK.fullmatch(words):
            return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
        parts = _PART.findall(words)
        if parts and "".join(f"{n}{u}" for n, u in parts) == words.replace(" ", ""):
            return sum(int(n) * _UNIT[u] for n, u in parts)
    return read_integer(raw)


FIELD_TYPE = FieldType(
    config=DurationField,
    icon="hourglass",
    widget="duration",
    storage=lambda field: Storage(Kind.INTEGER),
    value_type=lambda field: ValueType("duration"),
    normalise=_normalise,
)
