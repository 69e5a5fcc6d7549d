"""Installing an app as a job, so that the page that asked shows its progress. Stopped, it leaves nothing behind."""

from typing import TYPE_CHECKING, Any

from .apps import install
from .bundles import find_bundle

if TYPE_CHECKING:
    from dougong.host.jobs import Job, Progress
    from dougong.host.workspaces import Workspace


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"app": key of a stock app, "samples": true}; result {"version", "rows"}."""
    bundle = find_bundle(job.payload["app"])
    report = install(workspace, bundle, with_samples=job.payload.get("samples", True), person=job.person)
    progress(sum(report.rows.values()))
    return {"version": report.version, "rows": report.rows}
