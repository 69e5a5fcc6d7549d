"""Values on their way to the browser and back: which runtime function reads a type, and Python values as plain JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from dougong.metamodel.value_type import ValueType

from ..arithmetic import plain

READERS = {
    "number": "number",
    "money": "number",
    "percent": "number",
    "duration": "number",
    "text": "text",
    "choice": "text",
    "bool": "bool",
    "date": "date",
    "datetime": "instant",
    "multichoice": "list",
    "list": "list",
    "ref": "ref",
}
_WRITERS = {"number": "plain", "date": "isoDate", "instant": "isoInstant"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_numeric(kind: ValueType) -> bool:
    """Whether values are BigInt at a scale."""
    return READERS.get(kind.name) == "number"


def read(kind: ValueType, place: str) -> str:
    """The source that reads canonical JSON as a value of a type."""
    reader = READERS.get(kind.name, "value")
    return f"rt.number({place}, {kind.scale})" if reader == "number" else f"rt.{reader}({place})"


def written(kind: ValueType, found: str) -> str:
    """The source that gives a value as canonical JSON."""
    writer = _WRITERS.get(READERS.get(kind.name, ""))
    return f"rt.written({found}, rt.{writer}, {kind.scale})" if writer else found


def days_of(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH.toordinal()


def micros_of(instant: datetime) -> int:
    """Microseconds since the start of 1970."""
    span = instant - _EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def to_plain(value: Any) -> Any:
    """A canonical value, row or list of rows as plain JSON."""
    match value:
        case bool():
            return value
        case int() | Decimal():
            return plain(Decimal(value))
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case dict():
            return {key: to_plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [to_plain(one) for one in value]
        case _:
            return value
