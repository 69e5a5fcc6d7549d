"""Tree links: circles are refused before, and the closure (who stands above whom) is kept after a write."""

from typing import Any

from sqlalchemy import bindparam, delete, insert, literal, select

from dougong.metamodel.text import text

from ..context import Context
from .load import chunks
from .plan import WritePlan
from .state import RowState


def circles(ctx: Context, plan: WritePlan, field: str, states: list[RowState]) -> None:
    """Refuses a parent that stands below the record itself, in the database or in the batch."""
    moved = {state.id: state for state in states if field in state.changed and state.new.get(field)}
    if not moved:
        return
    above = _parents_above(ctx, plan, field, {state.new[field] for state in moved.values()})
    above.update({state.id: state.new.get(field) for state in states})
    for state in moved.values():
        seen, here = {state.id}, state.new[field]
        while here is not None and here not in seen:
            seen.add(here)
            here = above.get(here)
        if here == state.id:
            words = text("不能把自己或自己的下级设为上级", "A record cannot stand below itself")
            state.refuse("circle", words, field)


def _parents_above(ctx: Context, plan: WritePlan, field: str, ids: set[str]) -> dict[str, Any]:
    """Record -> its parent, for all records above the given ones and themselves."""
    closure, table = ctx.store.closure(plan.key, field), plan.table
    found: dict[str, Any] = {}
    for some in chunks(ids):
        statement = (
            select(table.c.id, table.c[field])
            .join(closure, closure.c.ancestor == table.c.id)
            .where(closure.c.descendant.in_(some))
            .distinct()
        )
        found.update({row[0]: row[1] for row in ctx.connection.execute(statement)})
    return found


def keep_closure(ctx: Context, plan: WritePlan, field: str, states: list[RowState]) -> None:
    """Brings the closure up to date with written states; parents in the batch go before their children."""
    closure = ctx.store.closure(plan.key, field)
    created = [state for state in states if state.action == "created"]
    moved = [state for state in states if state.action == "updated" and field in state.changed]
    if created:
        ordered = _parents_first(created, field)
        selves = [{"ancestor": s.id, "descendant": s.id, "depth": 0} for s in ordered]
        ctx.connection.execute(ctx.store.plan(("self", plan.key, field), lambda: insert(closure)), selves)
        below = [{"row_id": state.id, "above": state.new[field]} for state in ordered if state.new.get(field)]
        if below:
            chain = ctx.store.plan(("below", plan.key, field), lambda: _chain(closure))
            ctx.connection.execute(chain, below)
    for state in moved:
        _cut(ctx, closure, state.id)
    for state in moved:
        if state.new.get(field):
            _hang(ctx, closure, state.id, state.new[field])


def _chain(closure: Any) -> Any:
    """Everything above `above`, and `above` itself, stands above `row_id`."""
    here = closure.alias("here")
    found = select(here.c.ancestor, bindparam("row_id", type_=here.c.descendant.type), here.c.depth + 1)
    found = found.where(here.c.descendant == bindparam("above"))
    return insert(closure).from_select(["ancestor", "descendant", "depth"], found)


def _cut(ctx: Context, closure: Any, identity: str) -> None:
    """Takes the subtree away from everything above it. All moves of a batch cut before any hangs, so that a record may
    go below what was below it."""
    here = closure.alias("here")
    subtree = select(here.c.descendant).where(here.c.ancestor == identity)
    ctx.connection.execute(
        delete(closure).where(
            closure.c.descendant.in_(subtree.scalar_subquery()), closure.c.ancestor.not_in(subtree.scalar_subquery())
        )
    )


def _hang(ctx: Context, closure: Any, identity: str, parent: str) -> None:
    """Puts the subtree below its new parent and everything above that."""
    above, below = closure.alias("above"), closure.alias("below")
    pairs = (
        select(above.c.ancestor, below.c.descendant, above.c.depth + below.c.depth + literal(1))
        .join_from(above, below, below.c.ancestor == identity)
        .where(above.c.descendant == parent)
    )
    ctx.connection.execute(insert(closure).from_select(["ancestor", "descendant", "depth"], pairs))


def _parents_first(states: list[RowState], field: str) -> list[RowState]:
    by_id = {state.id: state for state in states}
    found: dict[str, RowState] = {}

    def put(state: RowState) -> None:
        trail = [state]
        while (above := by_id.get(trail[-1].new.get(field) or "")) and above.id not in found and above not in trail:
            trail.append(above)
        for one in reversed(trail):
            found.setdefault(one.id, one)

    for state in states:
        put(state)
    return list(found.values())


def forget(ctx: Context, plan: WritePlan, ids: list[str]) -> None:
    """Takes rows that go for good out of the closures."""
    for field in plan.trees:
        closure = ctx.store.closure(plan.key, field)
        for some in chunks(ids):
            ctx.connection.execute(delete(closure).where(closure.c.descendant.in_(some) | closure.c.ancestor.in_(some)))
