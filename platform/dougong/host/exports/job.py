"""Long exports as background jobs; the file waits in the store for the person who asked."""

from typing import Any

from dougong.host.access.viewer import viewer_for
from dougong.host.jobs import Job, Progress
from dougong.host.store import blobs
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.values import Query

from .export import export


def run(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Payload: a Query's members with `format`, `language` and maybe `count`, the rows to be expected; the result names the
    file: `{"hash", "format", "rows"}`."""
    payload: dict[str, Any] = dict(job.payload)
    format_, language = payload.pop("format"), payload.pop("language")
    expected: int | None = payload.pop("count", None)
    viewer = viewer_for(workspace, job.person) if job.person else None
    if viewer is None:
        raise ProblemsFound([Problem("person_gone", text("发起人已停用", "The person who asked is no longer active"))])
    members: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in payload.items()}
    query = Query(**members)
    count = 0

    def tell(rows: int) -> None:
        nonlocal count
        count = rows
        progress(rows, expected)

    with export(workspace, viewer, query, format_, language, tell) as file:
        return {"hash": blobs.put(workspace, file.read()), "format": format_, "rows": count}
