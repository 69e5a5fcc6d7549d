"""Background work of everybody: what runs, what came of it, files to fetch; imports of the past; recycle bins."""

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse, Response
from sqlalchemy import func, literal, select, union_all

from dougong.host.exports.export import MEDIA
from dougong.host.imports import batches
from dougong.host.jobs import Job, list_recent, request_stop, status
from dougong.host.jobs.kind_words import KINDS
from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.pages.look import Look
from dougong.host.web.scope import Scope
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.query.titles import titles

from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownJob:
    id: str
    kind: str
    state: str
    who: str
    when: str
    done: int
    total: int
    message: str
    live: bool
    file: str


@dataclass(frozen=True, slots=True)
class Past:
    """An import or a recycle bin: where to look at it."""

    href: str
    label: str
    about: str
    count: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What templates/admin/work.html shows."""

    base: str
    csrf: str
    jobs: tuple[ShownJob, ...]
    imports: tuple[Past, ...]
    bins: tuple[Past, ...]
    only_files: bool


@router.get("/work")
def work_page(scope: Administering) -> Response:
    """The newest 50 jobs and imports, and the bins that hold anything."""
    reader = look(scope)
    jobs = list_recent(scope.workspace)
    with scope.workspace.reading(scope.viewer) as context:
        shown = _jobs(context, jobs, reader, f"{scope.base_path}/admin/work")
        imports, bins = _imports(context, reader), _bins(context, reader)
    return draw_page(
        scope,
        "work",
        "admin/work.html",
        WorkPage(f"{scope.base_path}/admin/work", scope.csrf, shown, imports, bins, False),
    )


@router.get("/audit/files")
def audit_files(scope: Administering) -> Response:
    """The viewer's own exports of the audit."""
    mine = [one for one in list_recent(scope.workspace, scope.viewer.person) if one.kind == "audit_export"]
    here = f"{scope.base_path}/admin/audit/files"
    with scope.workspace.reading(scope.viewer) as context:
        shown = _jobs(context, mine, look(scope), here)
    content = WorkPage(here, scope.csrf, shown, (), (), True)
    return draw_page(scope, "audit", "admin/work.html", content, text("导出文件", "Files"))


@router.post("/work/{id}/stop")
def stop(scope: Administering, id: str) -> Response:  # noqa: A002
    """At its next step."""
    request_stop(scope.workspace, id)
    return RedirectResponse(f"{scope.base_path}/admin/work", 303)


@router.get("/work/{id}/file")
def work_file(scope: Administering, id: str) -> Response:  # noqa: A002
    """What an export made, for administrators."""
    return _file(scope, status(scope.workspace, id))


@router.get("/audit/files/{id}/file")
def audit_file(scope: Administering, id: str) -> Response:  # noqa: A002
    """An export of the audit, for whoever asked for it."""
    job = status(scope.workspace, id)
    return _file(scope, job if job and job.kind == "audit_export" and job.person == scope.viewer.person else None)


def _file(scope: Scope, job: Job | None) -> Response:
    result = job.result if job is not None and job.state == "done" and isinstance(job.result, dict) else {}
    if job is None or job.kind not in ("export", "audit_export") or "hash" not in result:
        raise Refused(404)
    path = blobs.path_of(scope.workspace, result["hash"])
    name = quote(f"{KINDS[job.kind].in_(scope.language)}-{job.created_at:%Y%m%d-%H%M}.{result['format']}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return FileResponse(path, media_type=MEDIA[result["format"]], headers=headers)


def _jobs(context: Context, jobs: list[Job], reader: Look, here: str) -> tuple[ShownJob, ...]:
    names = titles(context, "person", sorted({one.person for one in jobs if one.person}))
    return tuple(
        ShownJob(
            one.id, KINDS[one.kind].in_(reader.language) if one.kind in KINDS else one.kind, one.state,
            str(names.get(one.person or "") or ""), dates.relative(one.created_at, reader.now, reader.zone, reader.language),
            one.done, one.total or 0, one.message, one.live,
            f"{here}/{one.id}/file" if one.state == "done" and isinstance(one.result, dict) and "hash" in one.result else "",
        )
        for one in jobs
    )  # fmt: skip


def _imports(context: Context, reader: Look) -> tuple[Past, ...]:
    entities = context.store.model.entities
    return tuple(
        Past(
            f"{reader.base}/{one.entity}/import/{one.id}", one.file_name, entities[one.entity].plural.in_(reader.language),
            sum(int(n) for key, n in one.counts.items() if key in ("new", "update")),
            one.state_at(context.now),
        )
        for one in batches.recent(context.connection, limit=20)
        if one.entity in entities
    )  # fmt: skip


def _bins(context: Context, reader: Look) -> tuple[Past, ...]:
    """Entities with deleted records, counted in one statement."""
    kept = [
        one for one in context.store.model.entities.values() if one.definition.features.recycle_bin and not one.implicit
    ]
    parts = []
    for one in kept:
        table = context.store.table(one.key)
        parts.append(
            select(literal(one.key).label("entity"), func.count().label("count"))
            .select_from(table)
            .where(table.c.deleted_at.is_not(None))
        )
    counts = [
        (row[0], row[1])
        for at in range(0, len(parts), 100)
        for row in context.connection.execute(union_all(*parts[at : at + 100]))
    ]
    found = [(key, count) for key, count in counts if count]
    entities = context.store.model.entities
    return tuple(
        Past(f"{reader.base}/{key}/recycle", entities[key].plural.in_(reader.language), "", count)
        for key, count in sorted(found, key=lambda pair: -pair[1])
    )
