"""Stored formulas that an installation brings or changes: worked out for the records that are there already.

Few records at once, with the installation; many afterwards, as a job.
"""

from typing import TYPE_CHECKING

from sqlalchemy import select

from dougong.host.jobs.queue import enqueue
from dougong.host.jobs.rechecking import FRESH
from dougong.metamodel.model import Model
from dougong.records import drift
from dougong.records.context import Context
from dougong.records.store import RecordStore
from dougong.records.write.postponed import MOST

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


def bring_up_to_date(ctx: Context, workspace: "Workspace", before: Model) -> None:
    """`ctx` is the installation's: its transaction and its new store; `before` the model until now."""
    later: dict[str, list[str]] = {}
    for entity, fields in changed(before, ctx.store).items():
        ids = ctx.store.table(entity).c.id
        if len(ctx.connection.execute(select(ids).limit(MOST + 1)).all()) > MOST:
            later[entity] = fields
            continue
        found = drift.look(ctx, entity, fields, None, MOST)
        if found.last is not None:
            drift.repair(ctx, entity, found)
    if later:
        enqueue(workspace, FRESH, {"formulas": later}, connection=ctx.connection)


def changed(before: Model, store: RecordStore) -> dict[str, list[str]]:
    """Entity -> stored formulas that were not there, or said something else."""
    found: dict[str, list[str]] = {}
    for key in store.model.entities.keys() & before.entities.keys():
        old = before.entities[key].fields
        for one in drift.stored_formulas(store, key):
            was = old.get(one.field.key)
            if was is None or (was.formula, was.storage) != (one.field.formula, one.field.storage):
                found.setdefault(key, []).append(one.field.key)
    return found
