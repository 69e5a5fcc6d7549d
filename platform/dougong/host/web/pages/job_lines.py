"""Long work as lines of a table, and the files it made: shown to who asked for it, and to administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi.responses import FileResponse, Response

from dougong.host.exports.export import MEDIA
from dougong.host.jobs import Job
from dougong.host.jobs.kind_words import KINDS
from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.scope import Scope
from dougong.records.context import Context
from dougong.records.query.titles import titles

from .look import Look

MAKES_FILE = frozenset({"export", "audit_export"})


@dataclass(frozen=True, slots=True)
class JobLine:
    """`file` is the address of what it made; empty: nothing, or not yet."""

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


def job_lines(context: Context, jobs: Sequence[Job], reader: Look, here: str) -> tuple[JobLine, ...]:
    """One statement for the names; files are below `here`."""
    names, entities = (
        titles(context, "person", sorted({one.person for one in jobs if one.person})),
        context.store.model.entities,
    )

    def kind(job: Job) -> str:
        words = KINDS[job.kind].in_(reader.language) if job.kind in KINDS else job.kind
        entity = entities.get(str(job.payload.get("entity") or ""))
        return f"{words} · {entity.plural.in_(reader.language)}" if entity else words

    return tuple(
        JobLine(
            one.id, kind(one), one.state, str(names.get(one.person or "") or ""),
            dates.relative(one.created_at, reader.now, reader.zone, reader.language), one.done, one.total or 0, one.message,
            one.live, f"{here}/{one.id}/file" if _made(one) else "",
        )
        for one in jobs
    )  # fmt: skip


def job_file(scope: Scope, job: Job | None) -> Response:
    """What a job made; Refused 404 when it made nothing."""
    if job is None or not _made(job):
        raise Refused(404)
    result = job.result or {}
    entity = scope.workspace.store.model.entities.get(str(job.payload.get("entity") or ""))
    what = (entity.plural if entity else KINDS[job.kind]).in_(scope.language)
    name = quote(f"{what}-{job.created_at:%Y%m%d-%H%M}.{result['format']}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return FileResponse(
        blobs.path_of(scope.workspace, result["hash"]), media_type=MEDIA[result["format"]], headers=headers
    )


def _made(job: Job) -> bool:
    return job.kind in MAKES_FILE and job.state == "done" and isinstance(job.result, dict) and "hash" in job.result
