"""Writes what has been decided: rows, trees, roll-ups, search, history and the outbox, in a few statements per entity.

Nothing is asked here any more; whoever calls it has asked.
"""

from .. import files, history, outbox
from ..context import Cause, Context
from .load import by_entity
from .plan import plan_of
from .record import entries, events, is_removed
from .rollups import affected, recompute
from .save import insert_order, insert_rows, keep_trees, number, remove_rows, touch_activity, update_rows
from .searched import keep_searchable
from .state import RowState


def commit(ctx: Context, kept: list[RowState], cause: Cause) -> None:
    """Writes the states.

    A savepoint stands where another transaction may have taken a unique value since it was asked for.
    """
    kept = [state for state in kept if not state.idle]
    if ctx.connection.dialect.name == "postgresql" and _may_clash(ctx, kept):
        with ctx.connection.begin_nested():
            _rows(ctx, kept, cause)
    else:
        _rows(ctx, kept, cause)


def _may_clash(ctx: Context, kept: list[RowState]) -> bool:
    return any(
        state.alive and any(state.changed.intersection(columns) for columns in plan_of(ctx.store, state.entity).uniques)
        for state in kept
    )


def _rows(ctx: Context, kept: list[RowState], cause: Cause) -> None:
    grouped = {plan.key: (plan, some) for plan, some in by_entity(ctx, kept)}
    order = insert_order(ctx, grouped)
    moved = affected(ctx, kept)
    for key in reversed(order):
        plan, some = grouped[key]
        if removed := [state.id for state in some if is_removed(ctx, state)]:
            remove_rows(ctx, plan, removed)
    for key in order:
        plan, some = grouped[key]
        update_rows(ctx, plan, [state for state in some if state.action == "deleted" and not is_removed(ctx, state)])
        update_rows(ctx, plan, [state for state in some if state.action in ("updated", "restored")])
        created = [state for state in some if state.action == "created"]
        number(ctx, plan, created)
        insert_rows(ctx, plan, created)
        keep_trees(ctx, plan, some)
        touch_activity(ctx, plan, some)
        files.note(ctx, plan, some)
    recompute(ctx, moved)
    keep_searchable(ctx, [grouped[key] for key in order])
    history.append(ctx, cause, (entry for key in order for entry in entries(ctx, *grouped[key])))
    outbox.emit(ctx, cause, (event for key in order for event in events(*grouped[key])))
