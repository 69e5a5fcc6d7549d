"""Stretches of days named from today on - this week, the last 7 days, overdue - and their ends as days or instants."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from dougong.metamodel.text import LocalText, text

from .calendar import add_months, month_end, shift, zone_of

Ends = tuple[date | None, date | None]
"""First and last day, both included; None: without an end on that side."""
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Period:
    """`ends(today, count, week_start)`; `counted` where a number of days belongs to it, and the label has `{n}`."""

    key: str
    label: LocalText
    ends: Callable[[date, int, int], Ends]
    counted: bool = False


def _day(away: int) -> Callable[[date, int, int], Ends]:
    return lambda today, _count, _week: (shift(today, away), shift(today, away))


def _week(away: int) -> Callable[[date, int, int], Ends]:
    def ends(today: date, _count: int, week_start: int) -> Ends:
        first = shift(today, 7 * away - (today.isoweekday() - week_start) % 7)
        return first, first and shift(first, 6)

    return ends


def _months(size: int, away: int) -> Callable[[date, int, int], Ends]:
    def ends(today: date, _count: int, _week: int) -> Ends:
        first = today.replace(month=(today.month - 1) // size * size + 1, day=1)
        begins, last = add_months(first, size * away), add_months(first, size * away + size - 1)
        return begins, last and month_end(last)

    return ends


PERIODS: dict[str, Period] = {
    one.key: one
    for one in (
        Period("today", text("今天", "today"), _day(0)),
        Period("yesterday", text("昨天", "yesterday"), _day(-1)),
        Period("tomorrow", text("明天", "tomorrow"), _day(1)),
        Period("this_week", text("本周", "this week"), _week(0)),
        Period("last_week", text("上周", "last week"), _week(-1)),
        Period("next_week", text("下周", "next week"), _week(1)),
        Period("this_month", text("本月", "this month"), _months(1, 0)),
        Period("last_month", text("上月", "last month"), _months(1, -1)),
        Period("next_month", text("下月", "next month"), _months(1, 1)),
        Period("this_quarter", text("本季度", "this quarter"), _months(3, 0)),
        Period("last_quarter", text("上季度", "last quarter"), _months(3, -1)),
        Period("next_quarter", text("下季度", "next quarter"), _months(3, 1)),
        Period("this_year", text("今年", "this year"), _months(12, 0)),
        Period("last_year", text("去年", "last year"), _months(12, -1)),
        Period("next_year", text("明年", "next year"), _months(12, 1)),
        Period("overdue", text("今天以前（逾期）", "before today (overdue)"), lambda today, _c, _w: (None, shift(today, -1))),
        Period("upcoming", text("今天以后", "after today"), lambda today, _c, _w: (shift(today, 1), None)),
        Period("last_days", text("最近 {n} 天", "last {n} days"), lambda today, n, _w: (shift(today, 1 - n), today), True),
        Period("next_days", text("未来 {n} 天", "next {n} days"), lambda today, n, _w: (today, shift(today, n - 1)), True),
    )
}  # fmt: skip


def bound(
    side: Literal["since", "until"], key: str, count: int, timed: bool, today: date, zone: str, week_start: int
) -> date | datetime:
    """One end of a period, a day or (`timed`) the first or last instant of it in the zone; the end of time where there is none."""
    first, last = PERIODS[key].ends(today, count, week_start)
    if side == "since":
        day = first or date.min
        return _begins(day, zone) if timed else day
    day = last or date.max
    return _begins(day + timedelta(days=1), zone) - timedelta(microseconds=1) if timed and day < date.max else (
        datetime.max.replace(tzinfo=UTC) if timed else day
    )  # fmt: skip


def _begins(day: date, zone: str) -> datetime:
    """Midnight, or the first instant after it where clocks skip it."""
    try:
        return datetime.combine(day, time(), zone_of(zone)).astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
