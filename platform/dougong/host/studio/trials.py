"""Trying a draft: the workspace once more, with the draft in force, to be used as anybody and thrown away.

A copy and not a transaction that is rolled back: what is tried takes many requests, each may write and see what the one
before wrote, and nobody who works waits for it (ADR 0104).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from dougong.host.access import sessions
from dougong.host.settings import Settings
from dougong.host.store import backup, engines
from dougong.host.store.tables import job, session
from dougong.host.workspaces import ORIGIN, TRIAL, open_workspace

from .publish import publish

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

LASTS = timedelta(hours=8)
"""A trial nobody ended is removed when another begins."""
_DAYS = 1


@dataclass(frozen=True, slots=True)
class Trial:
    """`key` is its workspace; `set_id` the draft that is in force there, `person` who tries it."""

    key: str
    set_id: str
    person: str
    began: datetime


def begin(workspace: "Workspace", set_id: str, person: str) -> Trial:
    """Copies the workspace and publishes the draft in the copy; ProblemsFound where it cannot be published, and then
    nothing stays."""
    settings, key = workspace.settings, f"{TRIAL}{secrets.token_hex(6)}"
    engines.folder_of(settings, key).mkdir(parents=True)
    (engines.folder_of(settings, key) / ORIGIN).write_text(workspace.key, "utf-8")
    backup.copy(workspace, key)
    try:
        made = open_workspace(settings, key, workspace.clock)
        try:
            with made.writer.begin() as connection:
                connection.execute(delete(job))  # what waits is done once, not here again
                connection.execute(delete(session))
            publish(made, set_id, person, allow_drop=True)
        finally:
            made.close()
    except BaseException:
        backup.remove(settings, key)
        raise
    return Trial(key, set_id, person, workspace.clock())


def enter(workspace: "Workspace", trial: "Workspace", person: str) -> str:
    """The token of a session in a trial as anybody; nothing of it reaches the workspace itself."""
    with trial.writer.begin() as connection:
        return sessions.begin(connection, person, workspace.clock(), _DAYS)[0]


def end(settings: Settings, key: str) -> None:
    """The copy goes, with all that was tried in it."""
    if key.startswith(TRIAL):
        backup.remove(settings, key)


def outlived(workspace: "Workspace", now: datetime) -> list[str]:
    """Keys of trials of this workspace that have lasted long enough."""
    found = []
    for folder in (workspace.settings.home / "workspaces").glob(f"{TRIAL}*"):
        note = folder / ORIGIN
        if (
            note.is_file()
            and note.read_text("utf-8") == workspace.key
            and now.timestamp() - note.stat().st_mtime > LASTS.total_seconds()
        ):
            found.append(folder.name)
    return found
