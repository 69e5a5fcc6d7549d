"""Forgets what has run out: sessions, kept answers to repeated requests, claims to uploads, old jobs,
notices, changes that were told.

Also has SQLite look at what its indexes hold, which it does not by itself and without which it picks wrong ones.

Run by the worker once an hour.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from dougong.host import notices
from dougong.host.access import api_use, sessions
from dougong.host.store.tables import idempotency_key, job
from dougong.records import files, outbox

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_ANSWERS = timedelta(days=1)
_JOBS = timedelta(days=30)
_CHANGES = timedelta(days=30)  # after every listener has heard of them
_USES = timedelta(days=60)
_LOOKED_AT = 1000  # entries per index: a tenth of a second at 1,000,000 rows


def clean(workspace: "Workspace") -> None:
    now = workspace.clock()
    with workspace.writer.begin() as connection:
        sessions.sweep(connection, now)
        connection.execute(delete(idempotency_key).where(idempotency_key.c.at < now - _ANSWERS))
        files.sweep(connection, now)
        notices.sweep(connection, now)
        api_use.sweep(connection, (now - _USES).date())
        outbox.sweep(connection, now - _CHANGES)
        connection.execute(delete(job).where(job.c.finished_at < now - _JOBS))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA analysis_limit = {_LOOKED_AT}")
            connection.exec_driver_sql("ANALYZE")
