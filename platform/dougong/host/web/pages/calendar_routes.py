"""The calendar beside a date: a month as a part of a page, and what typed words are understood as.

Its weeks begin, and its holidays are, as the workspace has it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.host.preferences import Preferences, preferences_of
from dougong.host.web.format import dates
from dougong.host.web.format.date_entry import day_of, moment_of
from dougong.host.web.scope import Scope, signed_in

from .render import fragment

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_CLOCKS = ("09:00", "10:30", "14:00", "16:00", "18:00")


@dataclass(frozen=True, slots=True)
class Day:
    """A cell: `classes` out of `out` (another month), `today`, `on` (chosen), `free` (holiday), `made` (made-up working day)."""

    iso: str
    number: int
    label: str
    classes: str
    on: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """What templates/parts/calendar.html shows; `value` is the entry as it will stand in the input, "" if not understood."""

    head: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]
    focus: str
    previous: str
    next: str
    today: str
    value: str
    said: str
    clock: str
    clocks: tuple[str, ...]


@router.get("/profile/calendar")
def calendar(scope: Signed, words: str = "", kind: str = "date", at: str = "") -> Response:
    """The month of `at` (an ISO day), else of what the words mean, else the present one."""
    now = scope.workspace.clock().astimezone(ZoneInfo(scope.viewer.zone))
    found = moment_of(words[:60], now) if kind == "datetime" else None
    chosen = found.date() if found else day_of(words[:60], now.date()) if kind != "datetime" else None
    focus = _iso(at) or chosen or now.date()
    kept = preferences_of(scope.workspace)
    content = _calendar(kept, scope.language, now, focus, chosen, found if kind == "datetime" else None)
    return fragment(scope, "parts/calendar.html", c=content, kind=kind, words=words)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _calendar(
    kept: Preferences, language: str, now: datetime, focus: date, chosen: date | None, moment: datetime | None
) -> Calendar:
    start = focus.replace(day=1)
    before = (start.isoweekday() - kept.week_start) % 7
    first = start - timedelta(days=before) if start > date(1, 1, 7) else start
    days = [first + timedelta(days=n) for n in range(42) if (date.max - first).days >= n]
    days = days[: -(-(before + monthrange(focus.year, focus.month)[1]) // 7) * 7]
    names, special = dates.weekdays(language), kept.calendar.days
    drawn = [
        Day(
            one.isoformat(), one.day, f"{dates.full_day(one, language)} {special[one].name if one in special else ''}".rstrip(),
            " ".join(
                name
                for name, holds in (
                    ("out", one.month != focus.month), ("today", one == now.date()), ("on", one == chosen),
                    ("free", one in special and not special[one].work), ("made", one in special and special[one].work),
                )
                if holds
            ),
            one == chosen,
        )
        for one in days
    ]  # fmt: skip
    value = moment.strftime("%Y-%m-%d %H:%M") if moment else chosen.isoformat() if chosen else ""
    return Calendar(
        head=dates.month_head(focus, language), weekdays=names[kept.week_start - 1 :] + names[: kept.week_start - 1],
        weeks=tuple(tuple(drawn[n : n + 7]) for n in range(0, len(drawn), 7)), focus=focus.isoformat(),
        previous=_month_away(focus, -1), next=_month_away(focus, 1), today=now.date().isoformat(), value=value,
        said=dates.full_day(chosen, language) if chosen else "", clock=moment.strftime("%H:%M") if moment else "",
        clocks=_CLOCKS,
    )  # fmt: skip


def _month_away(day: date, step: int) -> str:
    """The same day in the month before or after; empty at the ends of time."""
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    if not 1 <= year <= 9999:
        return ""
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).isoformat()
