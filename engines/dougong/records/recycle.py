"""The recycle bin's end: what was deleted long enough ago goes for good.

Deleting into the bin and bringing back are changes like any other (write: Delete, Restore).
"""

from datetime import datetime

from sqlalchemy import select

from . import outbox
from .context import Cause, Context
from .write.load import chunks
from .write.plan import plan_of
from .write.save import insert_order, remove_rows

PURGE = Cause("purge")


def purge(ctx: Context, before: datetime, cause: Cause = PURGE) -> dict[str, int]:
    """Removes rows deleted before an instant, child rows first; entity -> how many. Their history stays."""
    found: dict[str, int] = {}
    model = ctx.store.model
    for entity in reversed(insert_order(ctx, model.entities)):
        plan = plan_of(ctx.store, entity)
        statement = select(plan.table.c.id).where(plan.table.c.deleted_at < before).order_by(plan.table.c.id)
        ids = list(ctx.connection.execute(statement).scalars())
        for some in chunks(ids):
            remove_rows(ctx, plan, list(some))
        if ids:
            outbox.emit(ctx, cause, [outbox.Change(entity, "purged", ids)])
            found[entity] = len(ids)
    return found
