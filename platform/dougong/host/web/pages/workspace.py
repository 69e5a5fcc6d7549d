"""What a workspace is called on the screen; asked once per revision."""

from sqlalchemy import select

from dougong.host.store.tables import workspace_meta
from dougong.host.workspaces import Workspace


def workspace_name(workspace: Workspace) -> str:
    """The name given at its making, else its key."""
    known = workspace.caches.get("name")
    if known is None:
        with workspace.engine.connect() as connection:
            known = connection.execute(select(workspace_meta.c.name)).scalar() or workspace.key
        workspace.caches["name"] = known
    return str(known)
