"""Imports as background jobs: the run and its undo, as the person who asked for them."""

from typing import Any

from dougong.host.jobs import Job, Progress, Stopped
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import ProblemsFound
from dougong.records.rights import SYSTEM

from . import batches, service
from .run import run as run_batch


def run(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Payload `{"batch": id}`; the result is the batch's counts. Asked to stop, it ends after the chunk in hand."""
    stopped: list[Stopped] = []

    def report(done: int, total: int) -> bool:
        try:
            progress(done, total)
        except Stopped as asked:
            stopped.append(asked)
        return not stopped

    batch = str(job.payload["batch"])
    try:
        counts = run_batch(workspace, service.viewer_now(workspace, job.person), batch, report)
    except ProblemsFound:
        with workspace.writing(SYSTEM) as context:
            batches.change(context.connection, batch, state="failed", finished_at=context.now)
        raise
    if stopped:
        raise stopped[0]
    return counts


def undo(workspace: Workspace, job: Job, progress: Progress) -> Any:
    """Payload `{"batch": id}`."""
    return service.undo(workspace, service.viewer_now(workspace, job.person), str(job.payload["batch"]))
