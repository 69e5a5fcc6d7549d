"""Today: what has an hour stands at it, what has none above, what was due before on top."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dougong.host.web.format import dates
from dougong.metamodel.model import FieldModel
from dougong.records.values import Row

from ..show import show
from .ask import Ask, Drawn
from .listed import fields_of, may_tick, records, sort_of, title_of
from .narrowing import both, list_href, narrowed, within
from .span import Span

FIRST, LAST = 9, 18  # hours shown at least
_HALF = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` and `rows` are half hours of the day's grid, from 1; 0 where it has no hour; `alone` when nothing else is on
    then; `tick` is the address that ticks it off."""

    title: str
    href: str
    when: str
    more: str
    at: int
    rows: int
    late: str
    past: bool
    tick: str
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """`lanes` stand side by side; `hours` label every second row; `now` is the row of the present (0: out of sight) and
    how many sixths into it."""

    entries: tuple[Entry, ...]
    loose: tuple[Entry, ...]
    late: tuple[Entry, ...]
    lanes: int
    hours: tuple[str, ...]
    now: int
    sixth: int
    clock: str


def day(ask: Ask, start: str) -> Drawn:
    """Records of today; earlier ones only where the definition's filter asks for days up to today."""
    paths = [path for path in (start, ask.widget.time, ask.widget.end) if path]
    fields = fields_of(ask)
    filter_ = _filter(ask, start)
    rows = records(
        ask, tuple(dict.fromkeys((*paths, *(path for path, _ in fields)))), filter_, sort_of(ask) or tuple(paths[:1])
    )
    href = list_href(ask, filter_)
    if not rows:
        return Drawn(None, href, note=dates.long_day(ask.look.today, ask.look.language), many=0)
    made = [_entry(ask, row, start, fields) for row in rows]
    timed = _apart([one for one in made if one.at])
    first = min([FIRST, *((one.at - 1) // 2 for one in timed)])
    last = max([LAST, *((one.at + one.rows) // 2 for one in timed)])
    local = ask.look.local
    row_now = local.hour * 2 + local.minute // _HALF + 1
    return Drawn(
        Day(
            tuple(_moved(one, first) for one in timed), tuple(one for one in made if not one.at and not one.late),
            tuple(one for one in made if one.late), _lanes(timed),
            tuple(f"{hour:02}:00" for hour in range(first, last)) if timed else (),
            row_now - first * 2 if first <= local.hour < last else 0, local.minute % _HALF // 5, f"{local:%H:%M}",
        ),
        href, str(len(rows)), dates.weekdays(ask.look.language)[local.weekday()][1], len(rows),
    )  # fmt: skip


def _filter(ask: Ask, start: str) -> str:
    """Today's records; a filter that speaks of the date itself is left to say which."""
    stated = narrowed(ask)
    if not start or re.search(rf"\b{re.escape(start)}\b", stated):
        return stated
    today = ask.look.today
    return both(stated, within(ask, start, Span("month", today, today + timedelta(days=1))))


def _entry(ask: Ask, row: Row, start: str, fields: Sequence[tuple[str, FieldModel]]) -> Entry:
    zone, today = ZoneInfo(ask.look.zone), ask.look.today
    begin, end = (
        _moment(row.get(start), row.get(ask.widget.time or ""), zone),
        _moment(row.get(ask.widget.end or ""), None, zone),
    )
    on = begin.date() if begin else row.get(start)
    late = isinstance(on, date) and on < today
    rest = [(path, field) for path, field in fields[1:] if path not in (start, ask.widget.time, ask.widget.end)]
    more = " · ".join(
        filter(None, (show(field, path)(row.get(path), row, ask.look).striptags() for path, field in rest))
    )
    href = f"{ask.look.base}/{ask.entity.key}/{row['id']}"
    title = title_of(ask, row, *fields[0])
    tick = f"{ask.here}/tick/{row['id']}" if ask.widget.tick and may_tick(ask) else ""
    if begin is None or late:
        words = dates.overdue(on, today, ask.look.language) if isinstance(on, date) and late else ""
        return Entry(title, href, "", more, 0, 0, words, False, tick)
    length = max(1, -(-int((end - begin).total_seconds()) // (_HALF * 60))) if end and end > begin else 2
    at = begin.hour * 2 + begin.minute // _HALF + 1
    when = f"{begin:%H:%M}–{end:%H:%M}" if end and end > begin else f"{begin:%H:%M}"
    return Entry(title, href, when, more, at, min(length, 49 - at), "", (end or begin) < ask.look.local, tick)


def _apart(entries: list[Entry]) -> list[Entry]:
    """The same, told whether they are alone in their time."""
    return [replace(a, alone=not any(a is not b and _meet(a, b) for b in entries)) for a in entries]


def _meet(a: Entry, b: Entry) -> bool:
    return a.at < b.at + b.rows and b.at < a.at + a.rows


def _lanes(entries: list[Entry]) -> int:
    """The most that are on at once."""
    return max((sum(a.at <= at < a.at + a.rows for a in entries) for at in {one.at for one in entries}), default=1)


def _moment(value: Any, clock: Any, zone: ZoneInfo) -> datetime | None:
    """An instant in the reader's zone; a date needs a time of day beside it."""
    if isinstance(value, datetime):
        return value.astimezone(zone)
    if isinstance(value, date) and clock:
        hour, _, minute = str(clock).partition(":")
        return datetime.combine(value, time(int(hour), int(minute or 0)), zone)
    return None


def _moved(one: Entry, first: int) -> Entry:
    return replace(one, at=one.at - first * 2)
