"""An app from sheets in one go: a draft of its own, published, and the rows brought in behind it one sheet after another."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dougong.host import jobs
from dougong.host.imports import batches
from dougong.host.imports import job as imports
from dougong.host.imports.service import viewer_now
from dougong.host.jobs import Job, Progress
from dougong.host.store import blobs
from dougong.metamodel.diff import Change
from dougong.metamodel.problem import ProblemsFound

from . import change_sets, draft
from .publish import publish
from .sheet_make import Load

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


def release(workspace: "Workspace", person: str, name: str, changes: Sequence[Change]) -> int:
    """The changes as a draft of their own, in force at once; the number of the release. ProblemsFound for what is refused,
    and then nothing is left of it."""
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, person, workspace.clock(), name)
        draft.edit(connection, workspace, given, person, changes)
    try:
        return publish(workspace, given.id, person, note=name).number
    except ProblemsFound:
        with workspace.writer.begin() as connection:
            change_sets.end(connection, given, "dropped", workspace.clock())
        raise


def bring(workspace: "Workspace", person: str, loads: Sequence[Load]) -> str:
    """Puts the imports into the background, one job for all of them; the job's id."""
    found = []
    with workspace.writing(viewer_now(workspace, person)) as context:
        for one in loads:
            batch = batches.add(
                context.connection, one.plan.entity, person, blobs.put(workspace, one.content), one.name, context.now
            )
            batches.change(context.connection, batch, plan=one.plan, state="queued")
            found.append(batch)
        job = jobs.enqueue(workspace, "sheets", {"batches": found}, person, context.connection)
        for batch in found:
            batches.change(context.connection, batch, job=job)
    return job


def run(workspace: "Workspace", job: Job, progress: Progress) -> dict[str, Any]:
    """Payload `{"batches": [ids]}`: each run to its end; those that are over already are left. The counts of all."""
    whole: dict[str, Any] = {"new": 0, "problem": 0}
    for batch in job.payload["batches"]:
        with workspace.engine.connect() as connection:
            found = batches.get(connection, str(batch))
        if found is None or found.state in ("done", "undone"):
            continue
        counts = imports.run(workspace, replace(job, payload={"batch": batch}), progress)
        for name in whole:
            whole[name] += int(counts.get(name, 0))
    return whole
