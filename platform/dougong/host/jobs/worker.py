"""Worker threads: take a job, run it, keep its lease and its progress.

One thread per process is enough for SQLite, which has one writer; PostgreSQL may have more processes.
"""

import logging
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError

from dougong.metamodel.problem import ProblemsFound

from .asked import tell_who_asked
from .chores import CHORES
from .kinds import function_of
from .queue import ARRIVED, LEASE, Job, Stopped, save, take

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_LOG = logging.getLogger("dougong.jobs")
_SAVED_EVERY = 0.4  # seconds between two progress rows
_LOOK_EVERY = 1.0  # seconds between two looks for jobs that other processes put in


class Progress:
    """Given to a running job. Call it often: it saves at most a few times a second, and raises Stopped when asked to."""

    def __init__(self, workspace: "Workspace", job: Job, worker: str) -> None:
        self._workspace, self._job, self._worker = workspace, job, worker
        self._values: dict[str, Any] = {}
        self._saved = 0.0
        self._beat = Event()
        self._lost = False
        Thread(target=self._keep_lease, daemon=True, name=f"lease-{job.id[-6:]}").start()

    def __call__(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """`done` units of `total`; `message` is for people."""
        self._values["done"] = done
        if total is not None:
            self._values["total"] = total
        if message is not None:
            self._values["message"] = message[:500]
        if monotonic() - self._saved >= _SAVED_EVERY:
            self._save()

    def checkpoint(self, value: Any) -> None:
        """Saved at once; a run that takes the job up again finds it as `job.checkpoint`."""
        self._values["checkpoint"] = value
        self._save()

    def finish(self, values: dict[str, Any]) -> None:
        self._beat.set()
        values = {**self._values, **values, "finished_at": self._workspace.clock(), "lease_until": None}
        with self._workspace.writer.begin() as connection:
            if save(connection, self._job.id, self._worker, values) is not None:
                tell_who_asked(connection, self._job, values)

    def _save(self) -> None:
        values, self._values = self._values, {}
        with self._workspace.writer.begin() as connection:
            held = save(connection, self._job.id, self._worker, {**values, "lease_until": self._lease()})
        self._saved = monotonic()
        if held is None or held.stop_requested or self._lost:
            raise Stopped

    def _keep_lease(self) -> None:
        """A long step without progress must not look like a death."""
        while not self._beat.wait(LEASE.total_seconds() / 3):
            with suppress(OperationalError), self._workspace.writer.begin() as connection:
                if save(connection, self._job.id, self._worker, {"lease_until": self._lease()}) is None:
                    self._lost = True
                    return

    def _lease(self) -> Any:
        return self._workspace.clock() + LEASE


def run_pending(workspace: "Workspace", worker: str = "") -> int:
    """Runs jobs of one workspace until none waits; returns how many were run."""
    worker = worker or f"{os.getpid()}-{secrets.token_hex(3)}"
    count = 0
    while True:
        with workspace.writer.begin() as connection:
            job = take(connection, workspace.clock(), worker)
        if job is None:
            return count
        _run(workspace, job, worker)
        count += 1


def _run(workspace: "Workspace", job: Job, worker: str) -> None:
    progress = Progress(workspace, job, worker)
    workspace.forget()  # another process may have published just now, and the job be part of that
    try:
        result = function_of(job.kind)(workspace, job, progress)
    except Stopped:
        progress.finish({"state": "stopped"})
    except ProblemsFound as found:
        language = workspace.settings.language
        progress.finish(
            {"state": "failed", "message": "; ".join(one.message.in_(language) for one in found.problems)[:500]}
        )
    except Exception as error:  # a job's failure is its result; the worker lives on
        _LOG.exception("job failed", extra={"job": job.id, "kind": job.kind, "workspace": workspace.key})
        progress.finish({"state": "failed", "message": f"{type(error).__name__}: {error}"[:500]})
    else:
        progress.finish({"state": "done", "result": result})


class Workers:
    """The worker thread of a process. `workspaces` gives the workspaces to look at each time."""

    def __init__(self, workspaces: Callable[[], Iterable["Workspace"]]) -> None:
        self._workspaces = workspaces
        self._ending = Event()
        self._thread = Thread(target=self._loop, daemon=True, name="jobs")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Takes no more jobs; one that is running is taken up again after the next start."""
        self._ending.set()
        with ARRIVED:
            ARRIVED.notify_all()

    def _loop(self) -> None:
        started = monotonic()
        looked = {chore: -chore.every if chore.at_start else started for chore in CHORES}
        while not self._ending.is_set():
            due = [chore for chore in CHORES if monotonic() - looked[chore] >= chore.every]
            looked |= {chore: monotonic() for chore in due}
            for workspace in list(self._workspaces()):
                for work in (run_pending, *(chore.run for chore in due)):
                    try:
                        work(workspace)
                    except Exception:
                        _LOG.exception("the worker stumbled", extra={"workspace": workspace.key, "at": work.__name__})
            with ARRIVED:
                ARRIVED.wait(_LOOK_EVERY)
