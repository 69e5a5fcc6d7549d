"""Background work of everybody: what runs, what came of it, files to fetch; imports of the past; recycle bins."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import func, literal, select, union_all

from dougong.host.imports import batches
from dougong.host.jobs import list_recent, request_stop, status
from dougong.host.web.pages.job_lines import JobLine, job_file, job_lines
from dougong.host.web.pages.look import Look
from dougong.records.context import Context

from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin", include_in_schema=False)


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
    jobs: tuple[JobLine, ...]
    imports: tuple[Past, ...]
    bins: tuple[Past, ...]


@router.get("/work")
def work_page(scope: Administering) -> Response:
    """The newest 50 jobs and imports, and the bins that hold anything."""
    reader = look(scope)
    jobs, here = list_recent(scope.workspace), f"{scope.base_path}/admin/work"
    with scope.workspace.reading(scope.viewer) as context:
        shown = job_lines(context, jobs, reader, here)
        imports, bins = _imports(context, reader), _bins(context, reader)
    return draw_page(scope, "work", "admin/work.html", WorkPage(here, scope.csrf, shown, imports, bins))


@router.post("/work/{id}/stop")
def stop(scope: Administering, id: str) -> Response:  # noqa: A002
    """At its next step."""
    request_stop(scope.workspace, id)
    return RedirectResponse(f"{scope.base_path}/admin/work", 303)


@router.get("/work/{id}/file")
def work_file(scope: Administering, id: str) -> Response:  # noqa: A002
    """What an export made, for administrators."""
    return job_file(scope, status(scope.workspace, id))


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
