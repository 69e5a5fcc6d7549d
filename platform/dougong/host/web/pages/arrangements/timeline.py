"""The timeline: bars from a first to a last day under a scale of days, weeks or months; two statements, the bars and their number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from dougong.host.web.format import dates
from dougong.host.web.pages import door
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.metamodel.model import EntityModel
from dougong.metamodel.view import Card
from dougong.records.context import Context
from dougong.records.values import Aggregate, Query, Row

from .colours import Hue, hue_of
from .face import Line, Mark, line_of, mark_of
from .spans import Span, dates_of, day_in, span_of

MOST = 300
ROW, HEAD = 36, 30


@dataclass(frozen=True, slots=True)
class Scale:
    """`days` shown at `pixels` each; `step` is how far a page goes; `marks` names what stands above the bars."""

    days: int
    pixels: int
    step: int
    marks: str


SCALES = {"week": Scale(56, 34, 28, "day"), "month": Scale(182, 12, 91, "week"), "quarter": Scale(546, 4, 273, "month")}


@dataclass(frozen=True, slots=True)
class Bar:
    """A record: `x` and `width` in pixels, `start` and `end` as its fields hold them; `point` when it has no length."""

    id: str
    rev: int
    href: str
    title: str
    said: str
    hue: str
    alert: str
    x: int
    y: int
    width: int
    point: bool
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A line: the head of a group (`bar` None) or a record."""

    y: int
    height: int
    label: Markup | str
    count: int
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the scale: `strong` begins a month or a year; `label` may be empty."""

    x: int
    label: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Gantt:
    """What templates/views/timeline.html shows; sizes in pixels, `day` is the width of one."""

    total: int
    span: Span | None
    label: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    day: int
    today: int
    head: str
    zoom: str
    at: str
    query: str
    earlier: str
    later: str
    cut: bool
    stays: str
    """Why bars may not be moved; empty where they may."""


def fits(entity: EntityModel) -> bool:
    """Whether there is a day or a moment."""
    return bool(dates_of(entity))


def draw(context: Context, entity: EntityModel, state: ListState, look: Look, address: Mapping[str, str]) -> Gantt:
    """The bars that touch the stretch of days around `at`."""
    span = span_of(context, entity, state.view)
    zoom = address.get("zoom", "") if address.get("zoom") in SCALES else state.view.zoom or "month"
    scale = SCALES.get(zoom, SCALES["month"])
    zoom = zoom if zoom in SCALES else "month"
    at = min(max(day_in(address.get("at", ""), look.today), date(1900, 1, 1)), date(2200, 1, 1))
    first = _begin(at - timedelta(days=scale.days // 4), scale)
    last = first + timedelta(days=scale.days)
    counted = door.aggregate(context, Aggregate(entity.key, {"n": "COUNT()"}, filter=state.filter, search=state.search))
    lanes = tuple(_lanes(context, entity, state, look, span, first, last, scale)) if span else ()
    height = max((lane.y + lane.height for lane in lanes), default=0)
    here = f"{state.query()}&zoom={zoom}&at="
    return Gantt(
        int(counted[0]["n"]) if counted else 0, span, span.start.label.in_(look.language) if span else "", lanes,
        tuple(_ticks(first, last, scale, look)), scale.days * scale.pixels, height, scale.pixels,
        (look.today - first).days * scale.pixels if first <= look.today < last else -1,
        f"{dates.month_head(first, look.language)} – {dates.month_head(last - timedelta(days=1), look.language)}",
        zoom, at.isoformat(), state.query(), here + (at - timedelta(days=scale.step)).isoformat(),
        here + (at + timedelta(days=scale.step)).isoformat(), sum(1 for lane in lanes if lane.bar) >= MOST,
        span.stays(look) if span else "",
    )  # fmt: skip


def _begin(day: date, scale: Scale) -> date:
    return day.replace(day=1) if scale.marks == "month" else day - timedelta(days=day.weekday())


def _lanes(
    context: Context, entity: EntityModel, state: ListState, look: Look, span: Span, first: date, last: date, scale: Scale
) -> Iterator[Lane]:  # fmt: skip
    hue, card = hue_of(context, entity, state.view), state.view.card or Card()
    title = line_of(context, entity, card.title or entity.definition.title)
    group = line_of(context, entity, state.group)
    marked, needs = mark_of(context, entity, card)
    paths = [span.start.key, *([span.end.key] if span.end else []), "rev", *hue.paths, *needs]
    asked = Query(
        entity.key, tuple(dict.fromkeys([*(one.path for one in (title, group) if one), *paths])),
        span.within(state.filter, first, last, look.zone), state.search,
        (*([group.path] if group else []), *(state.sort or (span.start.key,))), limit=MOST,
    )  # fmt: skip
    rows = door.find(context, asked).rows
    y, before = 0, object()
    for row in rows:
        if group and row.get(group.path) != before:
            before = row.get(group.path)
            count = sum(1 for one in rows if one.get(group.path) == before)
            yield Lane(y, HEAD, group.of(row, look) or look.words("Empty"), count, None)
            y += HEAD
        bar = _bar(entity, row, span, hue, title, marked, look, first, last, scale, y)
        if bar:
            yield Lane(y, ROW, bar.title, 0, bar)
            y += ROW


def _bar(
    entity: EntityModel, row: Row, span: Span, hue: Hue, title: Line | None, marked: Mark, look: Look,
    first: date, last: date, scale: Scale, y: int,
) -> Bar | None:  # fmt: skip
    when = span.of(row, look)
    if when is None:
        return None
    start, end = _day(when[0]), _day(when[1])
    left = max((start - first).days, -2)
    right = min((end - first).days + 1, scale.days + 2)
    name = (title.of(row, look).striptags() if title else "") or "—"
    point = span.end is None or row.get(span.end.key) is None
    said = dates.full_day(start, look.language) + ("" if point else f" – {dates.full_day(end, look.language)}")
    return Bar(
        row["id"], int(row.get("rev") or 0), f"{look.base}/{entity.key}/{row['id']}", name, said, hue.of(row), marked(row, look),
        left * scale.pixels, y, max(scale.pixels, (right - left) * scale.pixels), point,
        when[0].isoformat(), when[1].isoformat(),
    )  # fmt: skip


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _ticks(first: date, last: date, scale: Scale, look: Look) -> Iterator[Tick]:
    """Days, Mondays or firsts of months; the first of a month (of a year) is strong and says which."""
    zh = look.language.startswith("zh")
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        x = number * scale.pixels
        if scale.marks == "month":
            if day.day == 1:
                label = (f"{day.month} 月" if zh else f"{day:%b}") if day.month > 1 else f"{day.year}"
                yield Tick(x, label, day.month == 1)
        elif scale.marks == "week":
            if day.weekday() == 0:
                yield Tick(x, f"{day:%m-%d}", day.day <= 7)
        else:
            label = dates.long_day(day, look.language) if day.day == 1 or number == 0 else str(day.day)
            yield Tick(x, label, day.weekday() == 0)
