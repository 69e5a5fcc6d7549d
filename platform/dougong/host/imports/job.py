"""Imports as background jobs: the run and its undo, as the person who asked for them."""

from typing import Any

from dougong.host.access.viewer import viewer_for
from dougong.host.jobs import Job, Progress, Stopped
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.rights import SYSTEM, Viewer

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
        counts = run_batch(workspace, _viewer(workspace, job), batch, report)
    except ProblemsFound:
        with workspace.writing(SYSTEM) as context:
            batches.change(context.connection, batch, state="failed", finished_at=context.now)
        raise
    if stopped:
        raise stopped[0]
    return counts


def undo(workspace: Workspace, job: Job, progress: Progress) -> Any:
    """Payload `{"batch": id}`."""
    return service.undo(workspace, _viewer(workspace, job), str(job.payload["batch"]))


def _viewer(workspace: Workspace, job: Job) -> Viewer:
    """Rights as they are now: somebody who left meanwhile imports nothing."""
    if job.person is None:
        return SYSTEM
    viewer = viewer_for(workspace, job.person)
    if viewer is None:
        words = text("发起人已停用", "The person who started this is no longer active")
        raise ProblemsFound([Problem("person_gone", words)])
    return viewer
