"""Changing many records as a job: the same values for all of them, a few hundred a transaction.

Undone as a whole through the history, by the job's id.
"""

from typing import TYPE_CHECKING, Any

from dougong.host.access.viewer import viewer_for
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause
from dougong.records.values import Delete, Update
from dougong.records.write import write

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

    from .queue import Job
    from .worker import Progress

_BATCH = 200
_SHOWN = 50


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"entity", "ids", "set": {field: value}} or "delete": true; as the person who asked, with their rights.

    Result {"changed", "refused", "problems": [first refusals, in the person's language]}.
    """
    viewer = viewer_for(workspace, job.person) if job.person else None
    if viewer is None:
        words = text("发起人已不在职", "Whoever asked for this is no longer active")
        raise ProblemsFound([Problem("no_such_person", words)])
    entity, ids, values = job.payload["entity"], job.payload["ids"], job.payload.get("set", {})
    state: dict[str, Any] = dict(job.checkpoint or {"at": 0, "changed": 0, "refused": 0, "problems": []})
    while state["at"] < len(ids):
        part = ids[state["at"] : state["at"] + _BATCH]
        changes = [Delete(entity, one) if job.payload.get("delete") else Update(entity, one, values) for one in part]
        with workspace.writing(viewer) as ctx:
            outcomes = write(ctx, changes, Cause("bulk", ref=job.id), partial=True).outcomes
        refused = [outcome for outcome in outcomes if not outcome.ok]
        said = [problem.message.in_(viewer.language) for outcome in refused for problem in outcome.problems]
        state = {
            "at": state["at"] + len(part),
            "changed": state["changed"] + len(part) - len(refused),
            "refused": state["refused"] + len(refused),
            "problems": [*state["problems"], *said][:_SHOWN],
        }
        progress(state["at"], len(ids))
        progress.checkpoint(state)
    return {key: state[key] for key in ("changed", "refused", "problems")}
