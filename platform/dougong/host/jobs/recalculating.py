"""Works off the stored formulas that a write left for later, a piece a transaction; killed, it goes on where it was."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dougong.records.rights import SYSTEM
from dougong.records.write import postponed
from dougong.records.write.rollups import recompute

from .queue import enqueue, last_of

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

    from .queue import Job
    from .worker import Progress

KIND = "recalculate"
_AGAIN = timedelta(minutes=1)


def arrange(workspace: "Workspace") -> None:
    """Puts a job in when something waits and none is at it. After a failure it is tried again, a minute later."""
    with workspace.engine.connect() as connection:
        if not postponed.waiting(connection):
            return
    last = last_of(workspace, KIND)
    if last is not None and last.live:
        return
    if (
        last is not None
        and last.state == "failed"
        and last.finished_at
        and workspace.clock() - last.finished_at < _AGAIN
    ):
        return
    enqueue(workspace, KIND, {})


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Result {"records": worked out}."""
    return {"records": work_off(workspace, progress)}


def work_off(workspace: "Workspace", progress: "Progress") -> int:
    """Until nothing waits; how many records were worked out."""
    pieces = records = 0
    while True:
        with workspace.writing(SYSTEM) as ctx:
            piece = postponed.take(ctx)
            if piece is None:
                return records
            recompute(ctx, dict(piece))
            left = postponed.waiting(ctx.connection)
        pieces += 1
        records += len(set[str]().union(*piece.values()))
        progress(pieces, pieces + left)
