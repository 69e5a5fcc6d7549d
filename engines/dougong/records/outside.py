"""Canonical values in JSON form, as they leave the engine: history, events, and nothing that needs titles.

Decimals are strings, instants RFC 3339 with Z, days ISO; the rest is JSON already.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

_PLAIN = frozenset({type(None), str, bool, int, list, dict})
_OF_TYPE: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda value: format(value, "f"),
    datetime: lambda value: value.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    date: date.isoformat,
}


def outside(value: Any) -> Any:
    """The JSON form of one value."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in _OF_TYPE:
        return _OF_TYPE[kind](value)
    return value if isinstance(value, str | int | list | dict) else str(value)
