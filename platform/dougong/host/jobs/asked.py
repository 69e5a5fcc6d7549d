"""Tells whoever asked for long work that it is over."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dougong.host.notices import Notice, notify
from dougong.host.store.tables import import_batch

if TYPE_CHECKING:
    from .queue import Job

_TOLD = frozenset({"import", "undo_import", "export", "audit_export", "bulk", "hand_over"})


def tell_who_asked(connection: Connection, job: "Job", values: Mapping[str, Any]) -> None:
    """In the transaction that ends the job; what somebody stopped themselves is no news."""
    if job.person is None or job.kind not in _TOLD or values["state"] == "stopped":
        return
    result = values.get("result")
    counts = {key: n for key, n in result.items() if isinstance(n, int)} if isinstance(result, dict) else {}
    details = {
        "job": job.id, "kind": job.kind, "state": values["state"], "counts": counts, "batch": job.payload.get("batch"),
        "message": values.get("message", "") if values["state"] == "failed" else "",
    }  # fmt: skip
    entity = str(job.payload.get("entity") or "")
    if job.payload.get("batch"):
        query = select(import_batch.c.entity).where(import_batch.c.id == job.payload["batch"])
        entity = connection.execute(query).scalar() or ""
    notify(
        connection, [Notice("job", job.person, entity, details=details, fold=f"job:{job.id}")], values["finished_at"]
    )
