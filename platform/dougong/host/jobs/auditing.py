"""Long work on the history: a search of it as a CSV file, and replaying its chains."""

import csv
import tempfile
from datetime import datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import orjson

from dougong.host.access.events import WORKSPACE
from dougong.host.access.viewer import viewer_for
from dougong.host.exports.cells import safe_cell
from dougong.host.store import blobs
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records import seal
from dougong.records.audit import AuditQuery, audit
from dougong.records.query.titles import titles
from dougong.records.rights import SYSTEM

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

    from .queue import Job
    from .worker import Progress

_PAGE = 1000
_HEADS = {
    "zh-CN": ("编号", "时间", "人员", "对象", "记录", "操作", "字段", "原值", "新值", "原因", "备注"),
    "en": ("Id", "Time (UTC)", "Person", "Object", "Record", "Action", "Field", "Old", "New", "Why", "Note"),
}


def query_of(payload: dict[str, Any], before: int | None = None, limit: int = _PAGE) -> AuditQuery:
    """From plain JSON; instants as ISO text."""
    values = {key: value for key, value in payload.items() if value}
    for key in ("since", "until"):
        if key in values:
            values[key] = datetime.fromisoformat(values[key])
    return AuditQuery(**values, before=before, limit=limit, also=(WORKSPACE,))


def export(workspace: "Workspace", job: "Job", progress: "Progress") -> dict[str, Any]:
    """Payload {"query": {...}, "language"}; one row per changed field; the result names the file: {"hash", "format", "rows"}."""
    viewer = viewer_for(workspace, job.person) if job.person else None
    if viewer is None:
        raise ProblemsFound([Problem("person_gone", text("发起人已停用", "The person who asked is no longer active"))])
    before, count = None, 0
    with tempfile.TemporaryFile() as file:
        words = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(words)
        writer.writerow(_HEADS["en" if job.payload["language"] == "en" else "zh-CN"])
        while True:
            with workspace.reading(viewer) as context:
                page = audit(context, query_of(dict(job.payload["query"]), before))
                names = titles(context, "person", sorted({one.actor for one in page.events if one.actor}))
            for one in page.events:
                head = (
                    one.id,
                    one.at.isoformat(),
                    names.get(one.actor or "") or "",
                    one.entity,
                    one.record,
                    one.action,
                )
                for key, (old, new) in (one.changes or {"": ("", "")}).items():
                    masked = key in one.masked
                    shown = ("•••", "•••") if masked else (_cell(old), _cell(new))
                    cells = (*head, key, *shown, one.cause.kind, one.cause.note)
                    writer.writerow([safe_cell(str(cell)) for cell in cells])
                    count += 1
            progress(count)
            before = page.next
            if before is None:
                break
        words.flush()
        file.seek(0)
        return {"hash": blobs.put(workspace, file.read()), "format": "csv", "rows": count}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def verify(workspace: "Workspace", job: "Job", progress: "Progress") -> dict[str, Any]:
    """Replays every day; result {"days", "problems": [first in both languages]}."""
    with workspace.reading(SYSTEM) as context:
        days = seal.days(context)
    found: list[Problem] = []
    for number, day in enumerate(days, 1):
        with workspace.reading(SYSTEM) as context:
            found += seal.verify(context, day)
        progress(number, len(days))
    said = [{"zh-CN": one.message.in_("zh-CN"), "en": one.message.in_("en")} for one in found[:20]]
    return {"days": len(days), "count": len(found), "problems": said}
