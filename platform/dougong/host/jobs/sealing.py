"""Closes the history's hash chain over what was written since; run by the worker every ten minutes."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from dougong.records.rights import SYSTEM
from dougong.records.seal import seal

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_LOCK = 0x5EA1  # of PostgreSQL's advisory locks: one process seals at a time; SQLite has one writer anyway


def seal_history(workspace: "Workspace") -> int:
    """Rows sealed."""
    with workspace.writing(SYSTEM) as context:
        if context.connection.dialect.name == "postgresql":
            context.connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        return seal(context)
