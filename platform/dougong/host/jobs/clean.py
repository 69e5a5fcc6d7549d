"""Forgets what has run out: sessions, kept answers to repeated requests, claims to uploads, old jobs.

Run by the worker once an hour.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from dougong.host.access import sessions
from dougong.host.store.tables import idempotency_key, job
from dougong.records import files

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_ANSWERS = timedelta(days=1)
_JOBS = timedelta(days=30)


def clean(workspace: "Workspace") -> None:
    now = workspace.clock()
    with workspace.writer.begin() as connection:
        sessions.sweep(connection, now)
        connection.execute(delete(idempotency_key).where(idempotency_key.c.at < now - _ANSWERS))
        files.sweep(connection, now)
        connection.execute(delete(job).where(job.c.finished_at < now - _JOBS))
