"""What generated Python calls: core operations too long to write in line. No value here is user text turned into code."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..arithmetic import bounded, divide, half_up, multiply, plain, rounded
from ..calendar import later, seconds_between, shift

Row = Mapping[str, Any]
NEW = "\uffff"
"""In place of the id of a row that is not saved yet: after all that are."""


def to_text(value: Any) -> str:
    """What `&` writes of a value."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal() | int():
            return plain(Decimal(value))
        case datetime():
            return value.isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def add_days(day: date, days: Decimal) -> date | None:
    """The day some whole days later."""
    return shift(day, int(days))


def days_between(end: date, start: date) -> Decimal:
    """`end - start` in days."""
    return Decimal((end - start).days)


def since(end: datetime, start: datetime) -> Decimal:
    """`end - start` in seconds."""
    return seconds_between(start, end)


def ref(value: Any) -> str | None:
    """The id of a link; one that may point to several entities carries its entity too."""
    found: str | None = value["id"] if isinstance(value, Mapping) else value
    return found


def of_change(changed: Iterable[str], key: str) -> bool:
    """Whether a field is among the changed ones."""
    return key in changed


def aggregate(
    name: str,
    digits: int,
    rows: Iterable[Row] | None,
    where: Callable[[Row, Any], Any] | None,
    value: Callable[[Row, Any], Any] | None,
    order: Callable[[Row, Any], Any] | None,
    separator: str,
    env: Any,
) -> Any:
    """A figure over rows."""
    kept = [row for row in rows or () if where is None or where(row, env)]
    if value is None:
        return Decimal(len(kept)) if name == "COUNT" else bool(kept)
    if name in ("FIRST", "LAST", "JOIN"):
        last = name == "LAST"
        numbered = sorted(
            enumerate(kept), key=lambda pair: (*_position(pair[1], order, env, last), pair[0]), reverse=last
        )
        kept = [row for _, row in numbered]
    values = [found for row in kept if (found := value(row, env)) is not None]
    if name == "ANY":
        return any(values)
    if name == "ALL":
        return all(values)
    return _figure(name, [v for v in values if v != ""], digits, separator)


def _figure(name: str, values: list[Any], digits: int, separator: str) -> Any:
    match name:
        case "COUNT":
            return Decimal(len(values))
        case "SUM":
            return bounded(sum(values, Decimal(0)))
        case "AVERAGE":
            total = bounded(sum(values, Decimal(0)))
            return divide(total, Decimal(len(values)), digits) if values and total is not None else None
        case "MIN":
            return min(values, default=None)
        case "MAX":
            return max(values, default=None)
        case "JOIN":
            return separator.join(values)
        case _:
            return values[0] if values else None


def _position(row: Row, order: Callable[[Row, Any], Any] | None, env: Any, last: bool) -> tuple[Any, ...]:
    """Rows without an order value come last, for FIRST and (sorted backwards) for LAST."""
    at = None if order is None else order(row, env)
    return (at is not None if last else at is None, 0 if at is None else at, row.get("id") or NEW)


__all__ = [
    "add_days",
    "aggregate",
    "bounded",
    "days_between",
    "divide",
    "half_up",
    "later",
    "multiply",
    "of_change",
    "ref",
    "rounded",
    "since",
    "to_text",
]
