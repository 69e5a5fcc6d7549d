"""Makes the indexes that a publish left for afterwards; taken up again, it makes those that are still missing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.records import sync

from .queue import enqueue, last_of

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

    from .queue import Job
    from .worker import Progress

KIND = "index"
_TRIES = 3
"""Of one index: another transaction may win a deadlock against it."""


def later(workspace: "Workspace", connection: Connection, entities: Iterable[str]) -> None:
    """Puts the job in with the transaction of the publish, when there is anything to do."""
    if found := list(entities):
        enqueue(workspace, KIND, {"entities": found}, connection=connection)


def arrange(workspace: "Workspace") -> None:
    """Tries again when the last job did not make all: duplicates stood in the way, or it was stopped."""
    last = last_of(workspace, KIND)
    if last is None or last.state not in ("failed", "stopped"):
        return
    with workspace.engine.connect() as connection:
        entities = dict.fromkeys(
            key for key, _ in sync.missing(connection, workspace.store, workspace.store.model.entities)
        )
    if entities:
        enqueue(workspace, KIND, {"entities": list(entities)})


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"entities": [keys]}; result {"indexes": made}. Fails, having made all others, where a unique one cannot be."""
    store = workspace.store
    with workspace.engine.connect() as connection:
        wanted = sync.missing(connection, store, job.payload["entities"])
    problems: list[Problem] = []
    with workspace.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for number, (entity, index) in enumerate(wanted):
            label = store.entity(entity).label.in_(workspace.settings.language)
            progress(number, len(wanted), label)
            try:
                _build(connection, workspace, entity, index)
            except ProblemsFound as found:
                problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    progress(len(wanted), len(wanted))
    return {"indexes": len(wanted)}


def _build(connection: Connection, workspace: "Workspace", entity: str, index: Any) -> None:
    for left in reversed(range(_TRIES)):
        try:
            sync.build(connection, workspace.store, entity, index)
        except OperationalError:
            if not left:
                raise
        else:
            return
