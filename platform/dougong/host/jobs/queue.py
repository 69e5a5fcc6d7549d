"""Jobs as rows: put one in, look at it, ask it to stop, take one to work on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Condition
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Row, and_, insert, or_, select, update
from uuid_utils import uuid7

from dougong.host.store.tables import job as jobs

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

State = Literal["waiting", "running", "done", "failed", "stopped"]
LEASE = timedelta(seconds=30)
MOST_TRIES = 3
ARRIVED = Condition()
"""Notified in this process when a job is put in; workers of other processes look once a second."""


class Stopped(Exception):
    """Raised by `progress` inside a job that was asked to stop, or whose lease another worker has taken."""


@dataclass(frozen=True, slots=True)
class Job:
    """`done` of `total` (None: not known yet); `result` when done; `checkpoint` what the run before had reached."""

    id: str
    kind: str
    state: State
    payload: Mapping[str, Any]
    person: str | None
    done: int
    total: int | None
    message: str
    result: Any
    checkpoint: Any
    tries: int
    stop_requested: bool
    created_at: datetime
    finished_at: datetime | None

    @property
    def live(self) -> bool:
        return self.state in ("waiting", "running")


def enqueue(
    workspace: "Workspace",
    kind: str,
    payload: Mapping[str, Any],
    person: str | None = None,
    connection: Connection | None = None,
) -> str:
    """Puts a job in and returns its id; within the caller's transaction when its `connection` is given.

    KeyError when the kind is not listed in `jobs.kinds`; payload is plain JSON.
    """
    from .kinds import KINDS

    KINDS[kind]
    key = str(uuid7())
    statement = insert(jobs).values(
        id=key, kind=kind, state="waiting", payload=dict(payload), person=person, done=0, message="", tries=0,
        stop_requested=False, created_at=workspace.clock(),
    )  # fmt: skip
    if connection is not None:
        connection.execute(statement)
    else:
        with workspace.writer.begin() as own:
            own.execute(statement)
    with ARRIVED:
        ARRIVED.notify_all()
    return key


def status(workspace: "Workspace", id: str) -> Job | None:  # noqa: A002
    """None when there is no such job."""
    with workspace.engine.connect() as connection:
        row = connection.execute(select(jobs).where(jobs.c.id == id)).first()
    return None if row is None else _job(row)


def list_recent(workspace: "Workspace", person: str | None = None, limit: int = 50) -> list[Job]:
    """The newest jobs, of one person or of all."""
    statement = select(jobs).order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(limit)
    if person is not None:
        statement = statement.where(jobs.c.person == person)
    with workspace.engine.connect() as connection:
        return [_job(row) for row in connection.execute(statement)]


def last_of(workspace: "Workspace", kind: str) -> Job | None:
    """The newest job of a kind."""
    statement = select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(1)
    with workspace.engine.connect() as connection:
        row = connection.execute(statement).first()
    return None if row is None else _job(row)


def request_stop(workspace: "Workspace", id: str) -> bool:  # noqa: A002
    """A waiting job is stopped at once, a running one at its next step; False when it is over already."""
    with workspace.writer.begin() as connection:
        waiting = connection.execute(
            update(jobs)
            .where(jobs.c.id == id, jobs.c.state == "waiting")
            .values(state="stopped", stop_requested=True, finished_at=workspace.clock())
        )
        running = connection.execute(
            update(jobs).where(jobs.c.id == id, jobs.c.state == "running").values(stop_requested=True)
        )
    return waiting.rowcount + running.rowcount > 0


def take(connection: Connection, now: datetime, worker: str) -> Job | None:
    """Leases the oldest job that waits or whose worker is gone; the caller's transaction must be one that writes."""
    free = or_(jobs.c.state == "waiting", and_(jobs.c.state == "running", jobs.c.lease_until < now))
    row = connection.execute(
        select(jobs).where(free).order_by(jobs.c.created_at, jobs.c.id).limit(1).with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    over = row.stop_requested or row.tries >= MOST_TRIES
    values: dict[str, Any] = {
        "state": "running",
        "tries": row.tries + 1,
        "lease_until": now + LEASE,
        "lease_by": worker,
    }
    if row.started_at is None:
        values["started_at"] = now
    if over:
        state = "stopped" if row.stop_requested else "failed"
        values = {"state": state, "finished_at": now, "message": row.message or "interrupted"}
    connection.execute(update(jobs).where(jobs.c.id == row.id).values(values))
    if over:
        return take(connection, now, worker)
    return _job(connection.execute(select(jobs).where(jobs.c.id == row.id)).one())


def save(connection: Connection, id: str, worker: str, values: Mapping[str, Any]) -> Row[Any] | None:  # noqa: A002
    """Changes a job that this worker still holds and returns it; None when it holds it no more."""
    held = and_(jobs.c.id == id, jobs.c.lease_by == worker, jobs.c.state == "running")
    return connection.execute(update(jobs).where(held).values(dict(values)).returning(jobs.c.stop_requested)).first()


def _job(row: Row[Any]) -> Job:
    return Job(
        row.id, row.kind, row.state, row.payload, row.person, row.done, row.total, row.message, row.result,
        row.checkpoint, row.tries, row.stop_requested, row.created_at, row.finished_at,
    )  # fmt: skip
