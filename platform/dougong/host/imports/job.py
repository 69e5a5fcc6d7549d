"""The background job of an import: runs a batch as the person who started it."""

from typing import Any

from dougong.host.access.viewer import viewer_for
from dougong.host.workspaces import Workspace
from dougong.records.rights import SYSTEM

from .dry_run import Progress
from .run import run


def import_job(workspace: Workspace, payload: dict[str, Any], person: str | None, progress: Progress) -> dict[str, Any]:
    """`payload`: `{"batch": id}`. The result is the batch's counts."""
    viewer = viewer_for(workspace, person) if person else SYSTEM
    return run(workspace, viewer, str(payload["batch"]), progress)
