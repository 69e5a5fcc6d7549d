"""The audit: searching everything that was changed, taking it away as a file, and whether its chain holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from dougong.host.access.events import ACTIONS, WORKSPACE, note_access
from dougong.host.jobs import Job, enqueue
from dougong.host.jobs.auditing import query_of
from dougong.host.jobs.queue import last_of
from dougong.host.web.format import dates
from dougong.host.web.format.date_entry import day_of
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.timeline import ChangeLine, event_of, names_of
from dougong.host.web.scope import Scope
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.records.audit import audit
from dougong.records.context import Context
from dougong.records.history import Event
from dougong.records.query.titles import titles

from .folk import Choice, chosen_person, name_of
from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin/audit", include_in_schema=False)
_ENTRIES = ("who", "entity", "field", "action", "cause", "since", "until", "record")
_NOBODY = "nobody"
_SETTINGS = text("工作区设置", "Workspace settings")
_CAUSES = {
    "user": text("人工", "By hand"), "api": text("API", "API"), "import": text("导入", "Import"), "bulk": text("批量", "Bulk edit"),
    "rule": text("规则", "Rule"), "flow": text("流程", "Flow"), "undo": text("撤销", "Undo"), "transfer": text("交接", "Hand-over"),
    "merge": text("合并", "Merge"), "install": text("安装", "Installation"),
    "release": text("发布", "Release"),
}  # fmt: skip
_VERBS = {
    "created": text("新建", "Created"), "updated": text("修改", "Changed"), "deleted": text("删除", "Deleted"),
    "restored": text("恢复", "Restored"), "merged": text("合并", "Merged"), "shared": text("共享", "Shared"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownEvent:
    id: int
    day: str
    clock: str
    who: str
    verb: str
    thing: str
    title: str
    href: str
    icon: str
    changes: tuple[ChangeLine, ...]
    cause: str
    note: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What the last replay of the chains found; `when` is empty when there was none."""

    when: str
    live: bool
    days: int
    count: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """What templates/admin/audit.html shows; `entered` are the filters, `next` the query of the next page."""

    base: str
    csrf: str
    entered: dict[str, str]
    who_name: str
    entities: tuple[Choice, ...]
    fields: tuple[Choice, ...]
    actions: tuple[Choice, ...]
    causes: tuple[Choice, ...]
    events: tuple[ShownEvent, ...]
    next: str
    query: str
    chain: Chain


@router.get("")
def audit_page(scope: Administering, request: Request, before: str = "") -> Response:
    """50 events a page, newest first."""
    reader = look(scope)
    with scope.workspace.reading(scope.viewer) as context:
        entered = _entered(request, context)
        found = audit(context, query_of(_payload(entered, reader), int(before) if before.isdigit() else None, 50))
        events = _shown(context, found.events, reader)
        who_name = name_of(context, entered["who"])
        model = context.store.model
    known = [
        one
        for one in model.entities.values()
        if not one.implicit and (scope.viewer.admin or one.key in _readable(scope))
    ]
    entities = tuple(Choice(one.key, one.label.in_(scope.language)) for one in sorted(known, key=lambda one: one.key))
    chosen = model.entities.get(entered["entity"])
    fields = tuple(Choice(f.key, f.label.in_(scope.language)) for f in chosen.fields.values()) if chosen else ()
    query = urlencode({key: value for key, value in entered.items() if value})
    content = AuditView(
        f"{scope.base_path}/admin/audit", scope.csrf, entered, who_name,
        (Choice(WORKSPACE, _SETTINGS.in_(scope.language)), *entities), fields,
        tuple(Choice(key, words.in_(scope.language)) for key, words in {**_VERBS, **ACTIONS}.items()),
        tuple(Choice(key, words.in_(scope.language)) for key, words in _CAUSES.items()), events,
        f"{query}&before={found.next}" if found.next else "", query, _chain(last_of(scope.workspace, "verify_history"), reader),
    )  # fmt: skip
    return draw_page(scope, "audit", "admin/audit.html", content)


@router.post("/export")
def export(scope: Administering, request: Request) -> Response:
    """The events of the address's filters as a file, made by a job; that somebody did so is itself kept."""
    with scope.workspace.reading(scope.viewer) as context:
        entered = _entered(request, context)
    payload = {"query": _payload(entered, look(scope)), "language": scope.language}
    with scope.workspace.writing(scope.viewer) as context:
        enqueue(scope.workspace, "audit_export", payload, scope.viewer.person, context.connection)
        note_access(context, scope.viewer.person or "", "exported_audit")
    return RedirectResponse(f"{scope.base_path}/profile/files", 303)


@router.post("/verify")
def verify(scope: Administering) -> Response:
    """Replays the chains of all days, as a job."""
    last = last_of(scope.workspace, "verify_history")
    if last is None or not last.live:
        enqueue(scope.workspace, "verify_history", {}, scope.viewer.person)
    return RedirectResponse(f"{scope.base_path}/admin/audit", 303)


def _entered(request: Request, context: Context) -> dict[str, str]:
    """The filters of the address; somebody may be named instead of picked: nobody so named did nothing."""
    given = request.query_params
    entered = {key: given.get(key, "").strip()[:100] for key in _ENTRIES}
    try:
        entered["who"] = chosen_person(context, entered["who"], given.get("who_named"))
    except ProblemsFound:
        entered["who"] = _NOBODY
    return entered


def _payload(entered: dict[str, str], reader: Look) -> dict[str, Any]:
    """The filters as plain JSON; days are the reader's, the last one included."""
    since, until = day_of(entered["since"], reader.today), day_of(entered["until"], reader.today)
    zone = ZoneInfo(reader.zone)
    moments = {
        "since": datetime.combine(since, time(), zone).astimezone(UTC).isoformat() if since else "",
        "until": datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC).isoformat() if until else "",
    }
    plain = {key: entered[key] for key in ("entity", "record", "field", "action", "cause")}
    return {"actor": entered["who"], **plain, **moments}


def _readable(scope: Scope) -> set[str]:
    return {key for key, rights in scope.viewer.rights.items() if not rights.read.nothing}


def _shown(context: Context, events: tuple[Event, ...], reader: Look) -> tuple[ShownEvent, ...]:
    """In words; titles take one query per entity."""
    names, model = names_of(context, list(events)), context.store.model
    wanted: dict[str, set[str]] = {}
    for event in events:
        if event.entity in model.entities and not model.entities[event.entity].implicit:
            wanted.setdefault(event.entity, set()).add(event.record)
    found = {key: titles(context, key, sorted(ids)) for key, ids in wanted.items()}
    shown = []
    for event in events:
        there = model.entities.get(event.entity)
        line = event_of(context, there or model.entities["person"], event, names, reader)
        title = str(found.get(event.entity, {}).get(event.record) or "")
        plain = tuple(ChangeLine(key, str(old or ""), str(new or "")) for key, (old, new) in event.changes.items())
        label = there.label if there else _SETTINGS if event.entity == WORKSPACE else None
        cause = _CAUSES.get(event.cause.kind)
        here = event.at.astimezone(ZoneInfo(reader.zone))
        shown.append(
            ShownEvent(
                event.id, dates.day(here.date(), reader.today), here.strftime("%H:%M:%S"), line.who, line.verb,
                label.in_(reader.language) if label else event.entity, title,
                f"{reader.base}/{event.entity}/{event.record}" if title else "", line.icon,
                _without_blanks(line.changes, event.action) if there else plain,
                cause.in_(reader.language) if cause else event.cause.kind, event.cause.note,
            )
        )  # fmt: skip
    return tuple(shown)


def _without_blanks(changes: tuple[ChangeLine, ...], action: str) -> tuple[ChangeLine, ...]:
    """What a record was made with has no value before."""
    return tuple(ChangeLine(one.label, "", one.new) for one in changes) if action == "created" else changes


def _chain(last: Job | None, reader: Look) -> Chain:
    if last is None:
        return Chain("", live=False, days=0, count=0, problems=())
    result = last.result or {}
    when = dates.relative(last.finished_at or last.created_at, reader.now, reader.zone, reader.language)
    problems = tuple(str(one.get(reader.language) or one.get("zh-CN")) for one in result.get("problems", ()))
    return Chain(when, last.live, int(result.get("days", 0)), int(result.get("count", 0)), problems)
