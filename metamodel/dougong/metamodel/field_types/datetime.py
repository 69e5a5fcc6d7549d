"""An instant; kept in UTC. Text without an offset is read as UTC: pages and imports convert with the viewer's zone first."""

from datetime import UTC, datetime
from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import as_words


class DatetimeField(Field):
    type: Literal["datetime"]


def _normalise(field: DatetimeField, raw: object) -> datetime | None:
    if raw is None or raw == "":
        return None
    words = as_words(raw)
    try:
        found = raw if isinstance(raw, datetime) else datetime.fromisoformat(words.replace("/", "-"))
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueProblem(
            "datetime",
            f"“{words[:40]}”不是有效时间，请写成 2026-05-31 09:30",
            f'"{words[:40]}" is not a time; write 2026-05-31 09:30',
        ) from None


FIELD_TYPE = FieldType(
    config=DatetimeField,
    icon="clock",
    widget="datetime",
    storage=lambda field: Storage(Kind.INSTANT),
    value_type=lambda field: ValueType("datetime"),
    normalise=_normalise,
)
