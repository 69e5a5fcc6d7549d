"""The days that people work, written as an Env carries them: `12345 2026-10-01- 2026-10-10+`.

First the weekdays, 1 Monday to 7; then the days that are not what their weekday says, `+` worked, `-` free, in order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

USUAL = "12345"


@dataclass(frozen=True, slots=True)
class Workdays:
    """`among[n]` counts the working weekdays of the first n days of a week; `made` and `free` are ISO days in order."""

    among: tuple[int, ...]
    made: tuple[str, ...]
    free: tuple[str, ...]

    def count(self, first: date, last: date) -> int:
        """Working days between two days in order, both included."""
        low, high = first.isoformat(), last.isoformat()
        weeks = self._weekdays(last.toordinal()) - self._weekdays(first.toordinal() - 1)
        return weeks + _between(self.made, low, high) - _between(self.free, low, high)

    def _weekdays(self, days: int) -> int:
        """Of the first so many days from 0001-01-01 on, a Monday."""
        whole, rest = divmod(days, 7)
        return whole * self.among[7] + self.among[rest]


def _between(days: tuple[str, ...], low: str, high: str) -> int:
    return bisect_right(days, high) - bisect_left(days, low)


@lru_cache(64)
def workdays_of(written: str) -> Workdays:
    """What `write_workdays` wrote."""
    weekdays, *days = written.split(" ")
    among = [0]
    for day in "1234567":
        among.append(among[-1] + (day in weekdays))
    made, free = (tuple(one[:-1] for one in days if one[-1] == sign) for sign in "+-")
    return Workdays(tuple(among), made, free)


def write_workdays(weekdays: Iterable[int], days: Mapping[date, bool]) -> str:
    """Weekdays people work, and whether they work on days apart; what a weekday says anyway is left out."""
    usual = frozenset(weekdays)
    apart = [
        f"{day}{'+' if works else '-'}" for day, works in sorted(days.items()) if works != (day.isoweekday() in usual)
    ]
    return " ".join(["".join(map(str, sorted(usual))), *apart])
