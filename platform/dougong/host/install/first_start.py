"""Whether a workspace's first start is over: then nothing is installed without being asked for."""

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from dougong.host.store.tables import workspace_meta

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_MARK = "started"


def is_over(workspace: "Workspace") -> bool:
    with workspace.engine.connect() as connection:
        found = connection.execute(select(workspace_meta.c.preferences)).scalar_one()
    return bool(found.get(_MARK))


def finish(workspace: "Workspace") -> None:
    with workspace.writer.begin() as connection:
        found = connection.execute(select(workspace_meta.c.preferences)).scalar_one()
        connection.execute(update(workspace_meta).values(preferences={**found, _MARK: True}))
