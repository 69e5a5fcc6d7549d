"""The stream as the page shows it: days of entries, runs of what rules and imports did folded into one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from dougong.host.web.format import dates
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.history import Event
from dougong.records.values import Row

from .comments import Comment, drawn
from .logs import LogSource, log_field
from .look import Look
from .saves import save_of
from .show import options_of, show
from .stream import Item, Stream
from .timeline import TimelineEvent

_FOLDED = 3
"""From how many of them on, neighbours that nobody did by hand become one line."""
_BY_ITSELF = frozenset({"rule", "flow", "import", "bulk", "install"})


@dataclass(frozen=True, slots=True)
class HeldFile:
    """`href` hands it out; `shown` where the browser can show it: `picture` or `page`."""

    name: str
    href: str
    size: int
    shown: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry: `sort` is log, comment, change or fold; which of the rest are set follows from it."""

    sort: str
    when: str
    who: str = ""
    icon: str = "circle"
    hue: str = "gray"
    verb: str = ""
    title: str = ""
    href: str = ""
    body: Markup | str = ""
    chips: tuple[Markup, ...] = ()
    files: tuple[HeldFile, ...] = ()
    next: str = ""
    state: str = ""
    id: str = ""
    mine: bool = False
    event: TimelineEvent | None = None
    events: tuple[TimelineEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    head: str
    entries: tuple[Told, ...]


def told(context: Context, entity: EntityModel, found: Stream, look: Look) -> tuple[Day, ...]:
    """Days, newest first; entries without a time stand under the last head."""
    zone = ZoneInfo(look.zone)

    def day(item: Item) -> date:
        return item.at.astimezone(zone).date() if item.at.year > 1 else date.min

    days = []
    for when, items in groupby(found.items, day):
        head = dates.day_head(when, look.today, look.language) if when != date.min else look.words("Some time")
        days.append(Day(head, tuple(_entries(context, entity, list(items), found, look))))
    return tuple(days)


def _entries(context: Context, entity: EntityModel, items: list[Item], found: Stream, look: Look) -> Iterable[Told]:
    for alone, run in groupby(items, _by_itself):
        several = list(run)
        if alone and len(several) >= _FOLDED:
            events = tuple(save_of(context, entity, _save(item), dict(found.names), look) for item in several)
            yield Told("fold", events[0].when, icon="sparkles", hue="violet", events=events)
            continue
        for item in several:
            yield _entry(context, entity, item, found, look)


def _by_itself(item: Item) -> bool:
    return isinstance(item.what, tuple) and item.what[0].cause.kind in _BY_ITSELF


def _save(item: Item) -> tuple[Event, ...]:
    assert isinstance(item.what, tuple)
    return item.what


def _entry(context: Context, entity: EntityModel, item: Item, found: Stream, look: Look) -> Told:
    match item.what:
        case Comment():
            return comment_entry(context, item.what, dict(found.names), look)
        case tuple():
            event = save_of(context, entity, item.what, dict(found.names), look)
            return Told("change", event.when, event.who, event.icon, event.kind, event.verb, event=event)
        case row:
            return _log_entry(context, found.sources[item.source], row, item, dict(found.names), look)


def comment_entry(context: Context, one: Comment, names: dict[str, str], look: Look) -> Told:
    """A comment; `state` is edited or gone."""
    state = "gone" if one.gone else "edited" if one.edited else ""
    return Told(
        "comment", dates.clock(one.at, look.zone), names.get(one.person, "") or "—", "message-circle", "gray",
        look.words("commented"), body=drawn(one.words, names), state=state, id=one.id,
        mine=one.person == context.viewer.person and not one.gone,
    )  # fmt: skip


def _log_entry(context: Context, source: LogSource, row: Row, item: Item, names: dict[str, str], look: Look) -> Told:
    log, entity = source.log, source.entity
    kind = source.kinds().get(str(row.get(log.kind))) if log.kind else None
    title, words = str(row.get(entity.definition.title) or ""), str((log.text and row.get(log.text)) or "")
    whole = words if words.startswith(title.removesuffix("…")) else f"{title}\n{words}".strip() if words else title
    person = names.get(str(row.get("owner")), "") or names.get(str(row.get("created_by")), "")
    ready = bool(log.done) and all(str(row.get(key)) == value for key, value in log.done.items())
    return Told(
        "log", dates.clock(item.at, look.zone) if item.at.year > 1 else "", person or "—",
        (kind.icon if kind else "") or entity.definition.icon, kind.colour if kind else "teal",
        (kind.label if kind else entity.label).in_(look.language), title, f"{look.base}/{source.key}/{row['id']}",
        escape(whole), tuple(_chips(context, source, row, look)), _files(context, source, row, look),
        dates.long_day(row[log.next], look.language) if log.next and row.get(log.next) else "",
        ("done" if ready else "open") if log.done else "", str(row["id"]),
    )  # fmt: skip


def _chips(context: Context, source: LogSource, row: Row, look: Look) -> Iterable[Markup]:
    for key in source.log.ask:
        field = log_field(context, source, key)
        if field is None or row.get(key) in (None, "", []) or key == source.log.next:
            continue
        html = show(field, key)(row.get(key), row, look)
        yield html if options_of(field.field) else Markup('<span class="chip line">{}</span>').format(html)


def _files(context: Context, source: LogSource, row: Row, look: Look) -> tuple[HeldFile, ...]:
    key = source.log.files
    if log_field(context, source, key) is None or not key:
        return ()
    return held_files(row.get(key), f"{look.base}/files/{source.key}/{row['id']}/{key}")


def held_files(value: Any, below: str) -> tuple[HeldFile, ...]:
    """Files of a field; `below` is the address they are handed out under."""
    files = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict) and "hash" in one]
    return tuple(
        HeldFile(
            str(one.get("name") or "file"), f"{below}/{one['hash']}", int(one.get("size") or 0), _shown(str(one.get("type")))
        )
        for one in files
    )  # fmt: skip


def _shown(media: str) -> str:
    known = {"image/png": "picture", "image/jpeg": "picture", "image/gif": "picture", "image/webp": "picture"}
    return known.get(media, "page" if media == "application/pdf" else "")
