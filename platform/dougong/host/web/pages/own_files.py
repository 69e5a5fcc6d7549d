"""One's own files: what exports that took a while have made, how far the others are."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from dougong.host.exports.export import may_export
from dougong.host.jobs import Job, list_recent, request_stop, status
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in

from .admin.sections import BY_KEY
from .frame import Crumb, frame
from .job_lines import MAKES_FILE, JobLine, job_file, job_lines
from .list_page import look_of, words_of
from .render import page

router = APIRouter(prefix="/profile/files", include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """What templates/pages/files.html shows."""

    base: str
    csrf: str
    jobs: tuple[JobLine, ...]


@router.get("")
def own_files(scope: Signed) -> Response:
    """The newest exports of one's own."""
    mine = [one for one in list_recent(scope.workspace, scope.viewer.person) if one.kind in MAKES_FILE]
    here = f"{scope.base_path}/profile/files"
    words = words_of(scope)
    with scope.workspace.reading(scope.viewer) as context:
        content = OwnFiles(here, scope.csrf, job_lines(context, mine, look_of(scope, context), here))
        crumbs = (Crumb(words("Profile and security"), f"{scope.base_path}/profile"), Crumb(words("My files")))
        around = frame(scope, context.store.model, words("My files"), crumbs)
    return page(scope, "pages/files.html", around, content)


@router.get("/{id}/file")
def own_file(scope: Signed, id: str) -> Response:  # noqa: A002
    """For whoever asked for it, as long as they may."""
    job = _own(scope, id)
    if job.kind == "audit_export" and not BY_KEY["audit"].open_to(scope.viewer):
        raise Refused(404)
    if job.kind == "export" and not may_export(scope.viewer, str(job.payload.get("entity"))):
        raise Refused(404)
    return job_file(scope, job)


@router.post("/{id}/stop")
def stop(scope: Signed, id: str) -> Response:  # noqa: A002
    """At its next step."""
    request_stop(scope.workspace, _own(scope, id).id)
    return RedirectResponse(f"{scope.base_path}/profile/files", 303)


def _own(scope: Scope, id: str) -> Job:  # noqa: A002
    job = status(scope.workspace, id)
    if job is None or job.person != scope.viewer.person or job.kind not in MAKES_FILE:
        raise Refused(404)
    return job
