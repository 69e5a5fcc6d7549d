"""Values of one field replaced because the field changed: the later half of the write path, as undo takes it too.

Nobody's rights and no rule is asked: it is the definitions that changed. What is worked out from the field follows, and
rows, search, history and outbox are kept as with every write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from . import history
from .context import Cause, Context
from .history import Entry
from .ids import new_id
from .write.commit import commit
from .write.derive import derive
from .write.environment import environment
from .write.linked import Linked
from .write.load import arrange, attach, rows_of
from .write.plan import plan_of
from .write.state import RowState

BATCH = 2000
Move = tuple[str, Any, Any]
"""Id of a record, the value that was, the value that shall be; both canonical."""


def rewrite(ctx: Context, entity: str, field: str, moves: Iterable[Move], cause: Cause) -> int:
    """Gives records other values in a field, those in the recycle bin too; how many. `moves` is read batch by batch,
    in the caller's transaction; a move whose value stands already still goes into the history."""
    cause = replace(cause, causation=cause.causation or new_id())
    plan, waiting, done = plan_of(ctx.store, entity), iter(moves), 0
    kept = plan.entity.definition.features.history
    while some := list(islice(waiting, BATCH)):
        rows = rows_of(ctx, entity, [identity for identity, _, _ in some])
        states = []
        for number, (identity, was, wanted) in enumerate(some):
            state = RowState(number, entity, identity, "updated", {}, trusted=True)
            attach(state, {**rows[identity], field: was})
            state.set(field, wanted)
            states.append(state)
        derive(ctx, plan, states, Linked(ctx, arrange(states)), environment(ctx))
        commit(ctx, states, cause)
        if not kept:  # taking a release back reads the history
            entries = (
                Entry(entity, one.id, one.new["rev"], "updated", {field: (one.old and one.old[field], one.new[field])})
                for one in states
            )
            history.append(ctx, cause, entries)
        done += len(states)
    return done


def pages(
    connection: Connection, table: Table, columns: Iterable[ColumnElement[Any]], where: ColumnElement[bool]
) -> Iterator[list[Any]]:
    """Rows of the id and these columns that fulfil a condition, in the order of their ids, some at a time."""
    last: str | None = None
    wanted = select(table.c.id, *columns).where(where).order_by(table.c.id).limit(BATCH)
    while found := list(connection.execute(wanted if last is None else wanted.where(table.c.id > last))):
        yield found
        last = found[-1][0]
