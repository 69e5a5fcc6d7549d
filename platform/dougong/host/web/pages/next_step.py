"""What comes next on a record: the open log due first, else what the page names, else the next day somebody set."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dougong.host.web.format import dates
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.rights import FieldRight
from dougong.records.values import Row

from . import door
from .columns import readable
from .controls import Control
from .logs import LogSource, log_field, log_sources
from .look import Look


@dataclass(frozen=True, slots=True)
class NextStep:
    """`act` is where it is ticked off, put off and handed over; empty where the viewer may not."""

    title: str
    href: str = ""
    when: str = ""
    late: str = ""
    owner: str = ""
    act: str = ""
    day_field: str = ""
    hand: Control | None = None
    """Whom it is handed over to."""
    more: int = 0


def next_step(context: Context, entity: EntityModel, row: Row, named: tuple[str, ...], look: Look) -> NextStep | None:
    """None where nothing is planned. One statement per kind of log with an end, one more where none is open."""
    identity = str(row["id"])
    sources = log_sources(context, entity)
    best: tuple[date, NextStep] | None = None
    for source in (one for one in sources if one.log.open):
        found = _open(context, entity, source, identity, look)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    if best is not None:
        return best[1]
    return _named(context, entity, row, named, look) or _told(context, entity, sources, identity, look)


def may_step(context: Context, source: LogSource) -> bool:
    """Whether the viewer may change what ticking off writes."""
    viewer = context.viewer
    if viewer.admin:
        return True
    rights = viewer.on(source.key)
    return not rights.update.nothing and all(rights.field(key) is FieldRight.EDIT for key in source.log.done)


def _open(
    context: Context, entity: EntityModel, source: LogSource, identity: str, look: Look
) -> tuple[date, NextStep] | None:
    log, there = source.log, source.entity
    title = there.definition.title
    day = log.next if log_field(context, source, log.next) else None
    fields = [key for key in (title, day, "owner") if key and log_field(context, source, key)]
    rows = door.related(
        context, entity.key, [identity], source.many, fields, (day,) if day else (), log.open or "", 6
    )[identity]  # fmt: skip
    rows = [*(one for one in rows if day and one.get(day)), *(one for one in rows if not day or not one.get(day))]
    if not rows:
        return None
    row = rows[0]
    due = row.get(day) if day else None
    owner = str(row.get("owner") or "")
    names = titles(context, "person", [owner]) if owner else {}
    step = NextStep(
        str(row.get(title) or "—"), f"{look.base}/{there.key}/{row['id']}", _when(due, look),
        dates.overdue(due, look.today, look.language) if due else "", str(names.get(owner, "")),
        f"{look.base}/{entity.key}/{identity}/step/{there.key}/{row['id']}" if log.done and may_step(context, source) else "",
        day or "", Control("f.owner", "step-owner", look.words("To whom"), "person", pick=f"{look.base}/{there.key}/pick/owner"),
        len(rows) - 1,
    )  # fmt: skip
    return due or date.max, step


def _named(context: Context, entity: EntityModel, row: Row, named: tuple[str, ...], look: Look) -> NextStep | None:
    seen = [path for path in named if readable(context.store.model, entity.key, path, context.viewer)]
    words = next((str(row[path]) for path in seen if isinstance(row.get(path), str) and row[path]), "")
    due = next((row[path] for path in seen if isinstance(row.get(path), date)), None)
    if not words and due is None:
        return None
    late = dates.overdue(due, look.today, look.language) if due else ""
    return NextStep(words or look.words("Next contact"), when=_when(due, look), late=late)


def _told(
    context: Context, entity: EntityModel, sources: tuple[LogSource, ...], identity: str, look: Look
) -> NextStep | None:
    for source in sources:
        day = source.log.next
        if source.log.open or not day or log_field(context, source, day) is None:
            continue
        title = source.entity.definition.title
        rows = door.related(
            context, entity.key, [identity], source.many, [title, day, "owner"], (day,), f"{day} >= TODAY()", 1
        )[identity]  # fmt: skip
        if rows:
            href = f"{look.base}/{source.key}/{rows[0]['id']}"
            return NextStep(look.words("Next contact"), href, _when(rows[0][day], look))
    return None


def _when(due: Any, look: Look) -> str:
    if due is None:
        return ""
    away = (due - look.today).days
    near = {0: look.words("Today"), 1: look.words("Tomorrow"), -1: look.words("Yesterday")}
    return near.get(away, "") or dates.long_day(due, look.language)
