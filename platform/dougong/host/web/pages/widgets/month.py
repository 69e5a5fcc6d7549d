"""The month: a field of days, each with what falls on it; a day opens its records."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dougong.host.web.format import dates
from dougong.records.values import Row

from ..show import show
from .ask import Ask, Drawn
from .listed import fields_of, records, title_of
from .narrowing import base, both, list_href, within
from .span import Span, span_of

_MOST = 500


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    more: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day; `more` of its items are not shown."""

    number: int
    label: str
    today: bool
    outside: bool
    items: tuple[Item, ...]
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Month:
    head: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell, ...], ...]


def month(ask: Ask, start: str) -> Drawn:
    """This month's records by day, Monday first; days of other months are there but empty."""
    span = span_of("month", ask.look.today)
    fields = fields_of(ask)
    filter_ = both(base(ask), within(ask, start, span))
    rows = records(ask, tuple(dict.fromkeys((start, *(path for path, _ in fields)))), filter_, (start,), _MOST)
    by_day: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        value = row[start]
        by_day[value.astimezone(ZoneInfo(ask.look.zone)).date() if isinstance(value, datetime) else value].append(row)
    first = span.start - timedelta(days=span.start.weekday())
    weeks = []
    while first < span.end:
        days = [first + timedelta(days=n) for n in range(7)]
        weeks.append(tuple(_cell(ask, start, day, span, by_day.get(day, [])) for day in days))
        first += timedelta(days=7)
    names = tuple(short for short, _ in dates.weekdays(ask.look.language))
    head = dates.month_head(ask.look.today, ask.look.language)
    return Drawn(Month(head, names, tuple(weeks)), list_href(ask), str(len(rows)) if rows else "", head, len(rows))


def _cell(ask: Ask, start: str, day: date, span: Span, rows: list[Row]) -> Cell:
    fields = fields_of(ask)
    items = tuple(
        Item(
            title_of(ask, row, *fields[0]),
            " · ".join(filter(None, (show(f, p)(row.get(p), row, ask.look).striptags() for p, f in fields[1:] if p != start))),
            f"{ask.look.base}/{ask.entity.key}/{row['id']}",
        )
        for row in rows[:2]
    )  # fmt: skip
    href = (
        list_href(ask, both(base(ask), within(ask, start, Span("month", day, day + timedelta(days=1))))) if rows else ""
    )
    return Cell(
        day.day, dates.long_day(day, ask.look.language), day == ask.look.today, not span.start <= day < span.end, items,
        len(rows), href,
    )  # fmt: skip
