"""Import batches as stored: the file, the plan, how far it got and what became of its rows.

Progress is written in the transaction of the rows it counts, so that a crash can neither lose nor repeat a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update
from uuid_utils import uuid7

from dougong.host.store.tables import import_batch, import_row

from .plan import ImportPlan

LEASE = timedelta(seconds=60)
"""A run from the shell that has not moved for so long is taken for dead; a chunk of rows takes about a second."""
State = Literal["uploaded", "checked", "queued", "running", "done", "stopped", "failed", "undone"]


@dataclass(frozen=True, slots=True)
class Batch:
    """`counts`: rows per bucket, `rows` in the file, `done` rows and `links` set so far, `at` when it last moved."""

    id: str
    entity: str
    person: str | None
    file: str
    file_name: str
    plan: ImportPlan | None
    state: State
    job: str | None
    counts: Mapping[str, Any]
    created_at: datetime
    finished_at: datetime | None

    def state_at(self, now: datetime) -> State:
        """The state as people should see it: a run without a job whose process is gone has stopped."""
        moved = self.counts.get("at")
        dead = moved is not None and now - datetime.fromisoformat(moved) > LEASE
        return "stopped" if self.state == "running" and self.job is None and dead else self.state


def add(connection: Connection, entity: str, person: str | None, file: str, file_name: str, now: datetime) -> str:
    """A batch for a file just uploaded; its id is a UUIDv7."""
    identity = str(uuid7())
    row: dict[str, Any] = {
        "id": identity, "entity": entity, "person": person, "file": file, "file_name": file_name[:255],
        "mapping": {}, "options": {}, "state": "uploaded", "job": None, "counts": {},
        "created_at": now, "finished_at": None,
    }  # fmt: skip
    connection.execute(insert(import_batch).values(row))
    return identity


def get(connection: Connection, batch: str) -> Batch | None:
    row = connection.execute(select(import_batch).where(import_batch.c.id == batch)).first()
    return None if row is None else _batch(row)


def recent(connection: Connection, entity: str | None = None, limit: int = 50) -> list[Batch]:
    """Newest first."""
    query = select(import_batch).order_by(import_batch.c.created_at.desc()).limit(limit)
    if entity:
        query = query.where(import_batch.c.entity == entity)
    return [_batch(row) for row in connection.execute(query)]


def still_ours(connection: Connection, batch: str, counts: Mapping[str, Any]) -> bool:
    """Whether nobody else went on with the batch; held against others until the transaction ends."""
    query = select(import_batch.c.counts).where(import_batch.c.id == batch).with_for_update()
    stored = connection.execute(query).scalar() or {}
    return all(stored.get(key, 0) == counts[key] for key in ("done", "links"))


def change(connection: Connection, batch: str, **values: Any) -> None:
    """Sets columns; a plan is given as `plan`."""
    if "plan" in values:
        values["mapping"] = values.pop("plan").model_dump(mode="json")
    connection.execute(update(import_batch).where(import_batch.c.id == batch).values(values))


def remembered(connection: Connection, entity: str, columns: Sequence[str]) -> dict[str, str | None]:
    """Column -> field of the newest finished import of a file with the same columns."""
    query = select(import_batch.c.mapping).where(import_batch.c.entity == entity, import_batch.c.state == "done")
    for (mapping,) in connection.execute(query.order_by(import_batch.c.created_at.desc()).limit(20)):
        found = {one["column"]: one.get("field") for one in mapping.get("columns", ())}
        if set(found) == set(columns):
            return found
    return {}


def add_rows(connection: Connection, batch: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keeps rows that did not go in: number, bucket, problems."""
    if rows:
        connection.execute(
            insert(import_row), [{"batch": batch, "record": None, "before": None, **row} for row in rows]
        )


def clear_rows(connection: Connection, batch: str) -> None:
    connection.execute(delete(import_row).where(import_row.c.batch == batch))


def refused_rows(connection: Connection, batch: str) -> dict[int, list[dict[str, Any]]]:
    """Line number -> problems of the rows that did not go in."""
    query = (
        select(import_row.c.number, import_row.c.problems)
        .where(import_row.c.batch == batch)
        .order_by(import_row.c.number)
    )
    return {number: problems or [] for number, problems in connection.execute(query)}


def refused_count(connection: Connection, batch: str) -> int:
    return connection.execute(
        select(func.count()).select_from(import_row).where(import_row.c.batch == batch)
    ).scalar_one()


def _batch(row: Any) -> Batch:
    plan = ImportPlan.model_validate(row.mapping) if row.mapping else None
    return Batch(
        row.id,
        row.entity,
        row.person,
        row.file,
        row.file_name,
        plan,
        row.state,
        row.job,
        row.counts or {},
        row.created_at,
        row.finished_at,
    )
