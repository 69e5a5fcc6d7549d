"""Comparisons of days against a known day as one bound on what the row holds: nothing is worked out per row, and an index may
serve. `TODAY() - DATE(at) > 5` is `at < '2026-11-17 00:00'`.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Boolean, between

from ..calendar import day_of, instant_of, shift, zone_of
from ..core import Constant, Core, Operation, VariableRead
from .raw import constant
from .writer import Element, Writer

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TICK = timedelta(microseconds=1)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Bound(NamedTuple):
    """The day is before `at`, or (not `below`) at `at` or later."""

    day: Core
    below: bool
    at: date


def by_day(w: Writer, sign: str, left: Core, right: Core) -> Element | None:
    """The comparison as a bound; None where it is none, or clocks are changed around that day."""
    found = _bound(w, sign, left, right) or _bound(w, _FLIPPED[sign], right, left)
    if found is None:
        return None
    if not _is_day_of(found.day):
        sign = "<" if found.below else ">="
        edge = constant(w.target, found.at, found.day.type)
        compared: Element = w.value(found.day).op(sign, is_comparison=True, return_type=Boolean())(edge)
        return compared
    assert isinstance(found.day, Operation)
    instant = found.day.arguments[0]
    begin = _begin(found.at, w.env.zone)
    if begin is None:
        return None
    first, last = _days_known(w.env.zone)
    low, high = (first, begin - _TICK) if found.below else (begin, last)
    return between(w.value(instant), constant(w.target, low, instant.type), constant(w.target, high, instant.type))


def _bound(w: Writer, sign: str, subject: Core, other: Core) -> Bound | None:
    """`subject` compared with what is known while the statement is written."""
    value = _known(w, other)
    if isinstance(value, date) and not isinstance(value, datetime) and _is_day_of(subject):
        at = value if sign in ("<", ">=") else shift(value, 1)
        return None if at is None else Bound(subject, sign in ("<", "<="), at)
    if not isinstance(value, Decimal) or not isinstance(subject, Operation) or subject.name != "days_between":
        return None
    fewer = sign in ("<", "<=")
    whole = value.to_integral_value(ROUND_CEILING if sign in ("<", ">=") else ROUND_FLOOR)
    days = int(whole) + (sign in ("<=", ">"))  # days < n, or days >= n
    end, start = subject.arguments
    for day, known, ahead in ((start, _known(w, end), False), (end, _known(w, start), True)):
        if isinstance(known, date) and abs(days) < 4_000_000:
            at = shift(known, days if ahead else 1 - days)
            return None if at is None else Bound(day, fewer == ahead, at)
    return None


def _is_day_of(node: Core) -> bool:
    return isinstance(node, Operation) and node.name == "DATE" and node.arguments[0].type.name == "datetime"


def _known(w: Writer, node: Core) -> object:
    """The value, where it is the same for all rows; None where it is not (or blank)."""
    if isinstance(node, Constant):
        return node.value
    return w.variable(node) if isinstance(node, VariableRead) else None


@lru_cache(maxsize=4096)
def _begin(day: date, zone: str) -> datetime | None:
    """The first instant of a day; None where the zone's clocks change within a day of it: an hour may come twice then."""
    begin = instant_of(day, 0, 0, zone)
    if begin is None or not _FIRST + timedelta(days=2) < begin < _LAST - timedelta(days=2):
        return None
    hours = (begin + timedelta(hours=hour) for hour in range(-25, 26))
    return begin if len({one.astimezone(zone_of(zone)).utcoffset() for one in hours}) == 1 else None


@lru_cache(maxsize=1024)
def _days_known(zone: str) -> tuple[datetime, datetime]:
    """The first and the last instant that have a day in the zone."""
    first, last = _FIRST, _LAST
    if day_of(first, zone) is None:
        first -= (first + timedelta(days=2)).astimezone(zone_of(zone)).utcoffset() or timedelta()
    if day_of(last, zone) is None:
        last -= (last - timedelta(days=2)).astimezone(zone_of(zone)).utcoffset() or timedelta()
    return first, last
