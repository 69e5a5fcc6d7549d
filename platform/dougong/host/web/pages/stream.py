"""The stream of a record: what was done about it, what was said, what changed; newest first, page by page.

One statement per source (each kind of log, the comments, the history), merged by time; names take one more per entity.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dougong.host.web.errors import Refused
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.history import Event
from dougong.records.values import Query, Row

from . import door
from .comments import Comment, comments_of, people_in
from .logs import LogSource, log_field, log_sources
from .saves import want_rows
from .timeline import names_wanted

PAGE = 20
SORTS = ("logs", "comments", "changes", "files")
"""What a reader may choose to see alone."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened: `what` is a log's row, a comment or the events of one save; `place` continues behind it."""

    at: datetime
    source: str
    what: Row | Comment | tuple[Event, ...]
    place: Any


@dataclass(frozen=True, slots=True)
class Stream:
    """`next` continues; `names` are titles of people and of linked records by id."""

    items: tuple[Item, ...]
    next: str
    names: Mapping[str, str]
    sources: Mapping[str, LogSource]


def stream(context: Context, entity: EntityModel, identity: str, only: str = "", behind: str = "") -> Stream:
    """At most 20 items; `only` is one of SORTS or the key of a log's entity. 404 for a place that is none."""
    places = _places(behind)
    sources = {one.key: one for one in log_sources(context, entity)}
    found: list[Item] = []
    for key, source in sources.items():
        if only in ("", "logs", "files", key):
            found += _logs(context, source, identity, places.get(key, ""), only == "files")
    if only in ("", "comments"):
        found += _comments(context, entity.key, identity, places.get("comments"))
    if only in ("", "changes") and entity.definition.features.history:
        found += _changes(context, entity.key, identity, places.get("changes"), whole=bool(only))
    found.sort(key=lambda item: item.at, reverse=True)
    shown = found[:PAGE]
    for item in shown:
        places[item.source] = item.place
    rest = base64.urlsafe_b64encode(json.dumps(places).encode()).decode() if len(found) > PAGE else ""
    return Stream(tuple(shown), rest, _names(context, entity, shown), sources)


def _logs(context: Context, source: LogSource, identity: str, behind: str, with_files: bool) -> Iterable[Item]:
    log = source.log
    sort = (f"-{log.at}" if log_field(context, source, log.at) else "-created_at",)
    if with_files and not log_field(context, source, log.files):
        return
    filter_ = f'{log.about} = "{identity}"' + (f" AND NOT ISBLANK({log.files})" if with_files else "")
    query = Query(source.key, log_paths(context, source), filter_, sort=sort, limit=PAGE + 1, cursor=behind)
    for row in door.find(context, query).rows:
        at = row.get(sort[0][1:]) or row.get("created_at") or _EARLIEST
        yield Item(at, source.key, row, door.cursor_behind(source.key, sort, row))


def log_paths(context: Context, source: LogSource) -> tuple[str, ...]:
    """What is asked of a log's rows."""
    log, entity = source.log, source.entity
    wanted = [entity.definition.title, log.at, log.kind, log.text, log.next, log.files, *log.ask, *log.done, "owner"]
    seen = [key for key in wanted if key and log_field(context, source, key) is not None]
    return tuple(dict.fromkeys([*seen, "created_at", "created_by"]))


def _comments(context: Context, entity: str, identity: str, behind: Any) -> Iterable[Item]:
    after = (datetime.fromisoformat(behind[0]), str(behind[1])) if behind else None
    for one in comments_of(context, entity, identity, PAGE + 1, after):
        yield Item(one.at, "comments", one, [one.at.isoformat(), one.id])


def _changes(context: Context, entity: str, identity: str, behind: Any, whole: bool) -> Iterable[Item]:
    """Among other things it is not told that an app brought the record; in the `whole` history it is."""
    before = int(behind) if behind is not None else None
    for save in door.saves(context, entity, identity, PAGE + 1, before):
        made = any(one.action.startswith("create") and one.cause.kind == "install" for one in save)
        if whole or not made:
            yield Item(save[0].at, "changes", save, save[0].id)


def _places(behind: str) -> dict[str, Any]:
    if not behind:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(behind.encode()))
        if not isinstance(found, dict):
            raise ValueError
        int(found.get("changes", 0))
        at, _identity = found.get("comments", ["2000-01-01T00:00:00+00:00", ""])
        datetime.fromisoformat(at)
    except (ValueError, TypeError, binascii.Error):
        raise Refused(404) from None
    return found


def _names(context: Context, entity: EntityModel, items: Iterable[Item]) -> dict[str, str]:
    """Titles of the people, child rows and linked records that the items speak of, one statement per entity."""
    wanted: dict[str, set[str]] = {"person": set()}
    for item in items:
        match item.what:
            case Comment():
                wanted["person"] |= people_in([item.what])
            case tuple():
                want_rows(context, entity, item.what, wanted)
            case row:
                wanted["person"] |= {str(row[key]) for key in ("owner", "created_by") if row.get(key)}
    return names_wanted(context, wanted)
