"""Installing, upgrading and removing an app as jobs, so that the page that asked shows how far they are.

Each is one transaction: killed or failed, it leaves nothing behind. While it lasts nothing can be written beside it on
SQLite, so how far it is stands in the memory of the process that does it.
"""

from typing import TYPE_CHECKING, Any

from dougong.metamodel.documents import Bundle

from . import shelf
from .apps import install, uninstall, upgrade
from .bundles import find_bundle

if TYPE_CHECKING:
    from dougong.host.jobs import Job, Progress
    from dougong.host.workspaces import Workspace


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"app": key on the shelf, "samples": true, "expected"}; result {"version", "rows"}."""
    bundle = _bundle(workspace, job)

    def told(done: int, total: int, _: str) -> None:
        _at_work(workspace)[job.id] = done, total

    try:
        report = install(
            workspace, bundle, with_samples=job.payload.get("samples", True), person=job.person, told=told,
            expected=job.payload.get("expected", ""),
        )  # fmt: skip
    finally:
        _at_work(workspace).pop(job.id, None)
    progress(sum(report.rows.values()))
    return {"version": report.version, "rows": report.rows}


def replace(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"app", "yielding": [...], "left_out": [...], "aside": whether values may go out of sight, "expected"}."""
    given = job.payload
    report = upgrade(
        workspace, _bundle(workspace, job), yielding=given["yielding"], left_out=given["left_out"],
        allow_drop=given["aside"], person=job.person, expected=given["expected"],
    )  # fmt: skip
    progress(1, 1)
    return {"version": report.version, "release": report.revision}


def remove(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"app", "expected"}."""
    report = uninstall(workspace, job.payload["app"], person=job.person, expected=job.payload["expected"])
    progress(1, 1)
    return {"release": report.revision, "kept": sum(count for _, count in report.kept)}


def so_far(workspace: "Workspace", job: str) -> tuple[int, int] | None:
    """Sample records written and in all; None when this process does not do it, or has not come to them."""
    return _at_work(workspace).get(job)


def _at_work(workspace: "Workspace") -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = workspace.caches.setdefault("at_work", {})
    return found


def _bundle(workspace: "Workspace", job: "Job") -> Bundle:
    found = shelf.offer(workspace, job.payload["app"])
    return found.bundle if found is not None else find_bundle(job.payload["app"])
