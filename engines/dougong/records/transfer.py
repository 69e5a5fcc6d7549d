"""Hand-over: everything a person owns goes to another, set by set, with history.

Rules are not asked: old records that today's rules would refuse must still find a new owner.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, func, literal, select, union_all

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .context import Cause, Context
from .ids import new_id
from .write.authorize import NOT_FOUND, allowed, readable
from .write.commit import commit
from .write.derive import derive
from .write.environment import environment
from .write.linked import Linked
from .write.load import arrange, attach, chunks, rows_of
from .write.plan import plan_of
from .write.state import RowState

BATCH = 500


def transfer(
    ctx: Context, from_person: str, to_person: str, entities: Iterable[str] | None = None, cause: Cause | None = None
) -> dict[str, int]:
    """Makes `to_person` the owner of the living records of `from_person` that the viewer may change; entity -> how many.

    All entities on which the viewer has the right `transfer` when none are named. ProblemsFound without the right on a
    named one, or when the new owner does not exist.
    """
    wanted = list(entities) if entities is not None else [key for key in ctx.store.model.entities if _may(ctx, key)]
    if not all(_may(ctx, entity) for entity in wanted):
        raise ProblemsFound([Problem("forbidden", text("您无权移交这类记录", "You may not hand over such records"))])
    if not readable(ctx, plan_of(ctx.store, "person"), [to_person]):
        raise ProblemsFound([Problem("not_found", NOT_FOUND, "to_person")])
    cause = cause or Cause("transfer", new_id())
    cause = cause if cause.causation else replace(cause, causation=new_id())
    found: dict[str, int] = {}
    for entity in wanted:
        count = sum(_hand_over(ctx, entity, some, to_person, cause) for some in _owned(ctx, entity, from_person))
        if count:
            found[entity] = count
    return found


def owned(ctx: Context, person: str, entities: Iterable[str] | None = None) -> dict[str, int]:
    """What `transfer` would hand over: entity -> how many, without those where there is nothing; one statement per 100
    entities."""
    wanted = list(entities) if entities is not None else [key for key in ctx.store.model.entities if _may(ctx, key)]
    found: dict[str, int] = {}
    for some in chunks(wanted, 100):
        parts = [
            select(literal(key).label("entity"), func.count().label("count"))
            .select_from(plan_of(ctx.store, key).table)
            .where(*_mine(ctx, key, person))
            for key in some
        ]
        found |= {row[0]: row[1] for row in ctx.connection.execute(union_all(*parts)) if row[1]}
    return found


def _may(ctx: Context, entity: str) -> bool:
    return ctx.viewer.admin or "transfer" in ctx.viewer.on(entity).actions


def _owned(ctx: Context, entity: str, person: str) -> Iterable[list[str]]:
    table = plan_of(ctx.store, entity).table
    statement = select(table.c.id).where(*_mine(ctx, entity, person)).order_by(table.c.id)
    return (list(some) for some in chunks(list(ctx.connection.execute(statement).scalars()), BATCH))


def _mine(ctx: Context, entity: str, person: str) -> list[ColumnElement[bool]]:
    """Living records of that owner which the viewer may change."""
    plan = plan_of(ctx.store, entity)
    where: list[ColumnElement[bool]] = [plan.table.c.owner == person, plan.table.c.deleted_at.is_(None)]
    if (condition := allowed(ctx, plan, "update")) is not None:
        where.append(condition)
    return where


def _hand_over(ctx: Context, entity: str, ids: list[str], person: str, cause: Cause) -> int:
    plan = plan_of(ctx.store, entity)
    states: list[RowState] = []
    for identity, row in rows_of(ctx, entity, ids).items():
        state = RowState(len(states), entity, identity, "updated", {}, trusted=True)
        attach(state, row)
        state.set("owner", person)
        states.append(state)
    derive(ctx, plan, states, Linked(ctx, arrange(states)), environment(ctx))
    commit(ctx, states, cause)
    return len(states)
