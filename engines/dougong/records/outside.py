"""Canonical values in JSON form, as they leave the engine: history, events, and nothing that needs titles.

Decimals are strings, instants RFC 3339 with Z, days ISO; the rest is JSON already.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

_PLAIN = frozenset({type(None), str, bool, int, list, dict})


def outside(value: Any) -> Any:
    """The JSON form of one value."""
    if type(value) in _PLAIN or isinstance(value, str | int | list | dict):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
