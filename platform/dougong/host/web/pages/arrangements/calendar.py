"""The calendar: records on their days. The page asks for a count; what a stretch of days holds comes in one more statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dougong.host.web.pages import door
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.metamodel.model import EntityModel
from dougong.metamodel.view import Card
from dougong.records.context import Context
from dougong.records.values import Aggregate, Query, Row

from .colours import Hue, hue_of
from .face import Line, line_of
from .spans import Span, after, dates_of, day_in, span_of

MOST = 2000
ZOOMS = ("month", "week", "day", "agenda")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What templates/views/calendar.html shows; `span` None when the viewer may see no day. `now` is the reader's clock."""

    total: int
    undated: int
    undated_href: str
    span: Span | None
    label: str
    feed: str
    new_href: str
    at: str
    zoom: str
    now: str
    may_create: bool
    stays: str
    """Why events may not be moved; empty where they may."""


def fits(entity: EntityModel) -> bool:
    """Whether there is a day or a moment."""
    return bool(dates_of(entity))


def draw(context: Context, entity: EntityModel, state: ListState, look: Look, address: Mapping[str, str]) -> Calendar:
    """One statement: how many records there are, and how many of them have a day."""
    span = span_of(context, entity, state.view)
    here = f"{look.base}/{entity.key}"
    measures = {"n": "COUNT()"} | ({"d": f"COUNT({span.start.key})"} if span else {})
    found = door.aggregate(context, Aggregate(entity.key, measures, filter=state.filter, search=state.search))
    total = int(found[0]["n"]) if found else 0
    key = span.start.key if span else ""
    blank = f"({state.filter}) AND ISBLANK({key})" if state.filter else f"ISBLANK({key})"
    zoom = address.get("zoom", "") if address.get("zoom") in ZOOMS else state.view.zoom or "month"
    rights = context.viewer.on(entity.key)
    return Calendar(
        total, total - int(found[0]["d"]) if span and found else 0, f"{here}?{state.query(kind='list', filter=blank)}",
        span, span.start.label.in_(look.language) if span else "", f"{here}/events?{state.query()}", f"{here}/new",
        day_in(address.get("at", ""), look.today).isoformat(), zoom if zoom in ZOOMS else "month",
        look.local.strftime("%Y-%m-%dT%H:%M:%S"), context.viewer.admin or "create" in rights.actions,
        span.stays(look) if span else "",
    )  # fmt: skip


def events(
    context: Context, entity: EntityModel, state: ListState, look: Look, first: str, last: str
) -> list[dict[str, Any]]:
    """The records that touch the days from `first` to before `last`, as FullCalendar reads them; at most 2,000."""
    span = span_of(context, entity, state.view)
    if span is None:
        return []
    start = day_in(first, look.today)
    end = min(day_in(last, start + timedelta(days=42)), start + timedelta(days=400))
    hue, card = hue_of(context, entity, state.view), state.view.card or Card()
    title = line_of(context, entity, card.title or entity.definition.title)
    lines = [one for path in card.lines if (one := line_of(context, entity, path)) and one.path != span.start.key]
    keys = [span.start.key, *([span.end.key] if span.end else []), "rev", *hue.paths]
    asked = Query(
        entity.key, tuple(dict.fromkeys([*(one.path for one in (title, *lines) if one), *keys])),
        span.within(state.filter, start, end, look.zone), state.search, (span.start.key,), limit=MOST,
    )  # fmt: skip
    rows = door.find(context, asked).rows
    return [event for row in rows if (event := _event(entity, row, span, hue, title, lines, look))]


def _event(
    entity: EntityModel, row: Row, span: Span, hue: Hue, title: Line | None, lines: list[Line], look: Look
) -> dict[str, Any] | None:
    when = span.of(row, look)
    if when is None:
        return None
    start, end = when
    words = [text for one in lines if (text := one.of(row, look).striptags())]
    timed = isinstance(start, datetime)
    closing = end if isinstance(end, datetime) else after(end)
    return {
        "id": row["id"], "title": (title.of(row, look).striptags() if title else "") or "—",
        "url": f"{look.base}/{entity.key}/{row['id']}", "allDay": not timed, "start": start.isoformat(),
        **({"end": closing.isoformat()} if end != start else {}), "className": f"hue-{hue.of(row)}",
        "extendedProps": {"rev": row.get("rev"), "more": words[:3]},
    }  # fmt: skip
