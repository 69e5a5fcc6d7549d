"""The one write path: every change of every record of every surface goes through `write`, a batch at a time.

Nothing is written before everything about all records of the batch is known to be right; then a few statements write
rows, numbers, trees, roll-ups, search, history and the outbox, in the caller's transaction.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from dougong.expressions import Env
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .. import files
from ..context import Cause, Context
from ..ids import new_id
from ..meanwhile import meanwhile
from ..names import entity_column
from ..values import Change, Create, Delete, Outcome, Rehearsed, Restore, Update, Written
from . import authorize
from .check import check
from .commit import commit
from .derive import derive, derive_again
from .environment import environment
from .expand import MOST_DEPTH, cascade, child_states, returning
from .linked import Linked
from .load import arrange, by_entity
from .normalise import normalise
from .plan import WritePlan, plan_of
from .save import insert_order
from .state import RowState, States

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def write(ctx: Context, changes: Sequence[Change], cause: Cause, *, partial: bool = False) -> Written:
    """Writes the changes, all or none; with `partial` the good ones. One outcome per change, in order.

    `written` False: nothing was written. The caller owns the transaction, and must roll it back when this raises.
    """
    cause = cause if cause.causation else replace(cause, causation=new_id())
    tops = [_state(ctx, index, change) for index, change in enumerate(changes)]
    _once(tops)
    env = environment(ctx)
    every = _prepare(ctx, tops, cause, env)
    while True:
        refused = {state.index for state in every if state.refused}
        if refused and not partial:
            return Written(_outcomes(tops, every), False)
        kept = [state for state in every if state.index not in refused]
        if not any(not state.idle for state in kept):
            return Written(_outcomes(tops, every), not refused or len(refused) < len(tops))
        try:
            commit(ctx, kept, cause)
        except IntegrityError:
            if not _blame(ctx, kept):
                raise
            continue
        return Written(_outcomes(tops, every), True)


def rehearse(ctx: Context, change: Create | Update) -> Rehearsed:
    """What `write` would make of the change and say to it; nothing is written, so a reading context is enough."""
    top = _state(ctx, 0, change)
    _once([top])
    every = _prepare(ctx, [top], Cause(), environment(ctx))
    if top.lost:
        return Rehearsed({}, tuple(top.problems))
    worked_out: dict[str, dict[str, Any]] = {}
    for state in every:
        if state.action in ("created", "updated") and (state is top or state.parent is top):
            two_columns = {*(links := plan_of(ctx.store, state.entity).any_links), *map(entity_column, links)}
            worked_out[state.place] = {
                key: state.new[key]
                for key in state.changed - two_columns
                if key not in state.given or state.new[key] != state.given[key]
            }
    (outcome,) = _outcomes([top], every)
    return Rehearsed(worked_out, outcome.problems, outcome.warnings)


def _state(ctx: Context, index: int, change: Change) -> RowState:
    if change.entity not in ctx.store.model.entities:
        state = RowState(index, change.entity, getattr(change, "id", ""), "updated", {})
        shown = str(change.entity)[:40]
        state.refuse("unknown_entity", text(f"没有对象“{shown}”", f'There is no entity "{shown}"'))
        return state
    match change:
        case Create():
            made = RowState(
                index, change.entity, change.id.lower() or new_id(), "created", change.values, cause=change.cause
            )
            made.given_id = bool(change.id)
            made.new = dict(plan_of(ctx.store, change.entity).blank)
            made.set("id", made.id)
            return made
        case Update():
            return RowState(index, change.entity, change.id.lower(), "updated", change.values, change.rev, change.cause)
        case Delete():
            return RowState(index, change.entity, change.id.lower(), "deleted", {}, change.rev)
        case Restore():
            return RowState(index, change.entity, change.id.lower(), "restored", {})


def _once(tops: list[RowState]) -> None:
    """One change per record and batch; of known entities."""
    seen = set[tuple[str, str]]()
    for state in tops:
        if (state.entity, state.id) in seen:
            state.refuse("twice", text("同一条记录在一批中出现了两次", "The same record is in the batch twice"))
        elif not ID.fullmatch(state.id):
            state.refuse("not_found", authorize.NOT_FOUND)
        state.lost = state.refused
        seen.add((state.entity, state.id))


def _prepare(ctx: Context, tops: list[RowState], cause: Cause, env: Env) -> list[RowState]:
    """Everything up to the decision whether to write: the batch's states with what they bring along."""
    for plan, some in by_entity(ctx, [state for state in tops if not state.refused]):
        authorize.load_and_authorize(ctx, plan, some)
        _revisions(ctx, some)
        for state in some:
            state.lost = state.refused
        _read(ctx, plan, some, cause)
    every = list(tops)
    level = [state for state in tops if not state.refused]
    for _ in range(MOST_DEPTH):
        level = child_states(ctx, [state for state in level if state.children])
        if not level:
            break
        for plan, some in by_entity(ctx, level):
            _read(ctx, plan, some, cause)
        every += level
    every += cascade(ctx, [state for state in every if state.action == "deleted" and not state.refused])
    every += returning(ctx, [state for state in tops if state.action == "restored" and not state.refused])
    sound = [state for state in every if not state.lost]
    states = arrange(sound)
    linked = Linked(ctx, states)
    known = by_entity(ctx, sound)
    order = insert_order(ctx, [plan.key for plan, _ in known])
    known.sort(key=lambda pair: order.index(pair[0].key))
    for plan, some in known:
        derive(ctx, plan, some, linked, env)
    for plan, some in reversed(known):
        derive_again(plan, some, linked, env)
    _touch_parents(every)
    for plan, some in known:
        check(ctx, plan, some, states, linked, env)
    return every


def _read(ctx: Context, plan: WritePlan, states: list[RowState], cause: Cause) -> None:
    given = [state for state in states if state.action in ("created", "updated") and not state.refused]
    normalise(ctx, plan, given, cause)
    files.check(ctx, plan, given)
    authorize.parents(ctx, plan, states)
    authorize.owners(ctx, plan, states)


def _revisions(ctx: Context, states: list[RowState]) -> None:
    """A record changed since the caller saw it is not overwritten; the answer is what the others changed."""
    for state in states:
        if state.rev is None or state.old is None or state.refused or state.old["rev"] == state.rev:
            continue
        state.conflict = replace(meanwhile(ctx, state.entity, state.id, state.rev), rev=state.old["rev"])


def _touch_parents(every: list[RowState]) -> None:
    """A record whose child rows change is changed itself: it gets a new revision."""
    for state in every:
        if state.parent is not None and not state.idle and state.action != "restored":
            above: RowState | None = state.parent
            while above is not None and above.action == "updated":
                above.touched = True
                above = above.parent


def _blame(ctx: Context, kept: list[RowState]) -> bool:
    """Looks again for taken unique values after the database refused one; whether any was found."""
    states: States = arrange(kept)
    linked = Linked(ctx, states)
    env = environment(ctx)
    for plan, some in by_entity(ctx, kept):
        check(ctx, plan, some, states, linked, env)
    return any(state.refused for state in kept)


def _outcomes(tops: list[RowState], every: list[RowState]) -> list[Outcome]:
    problems: list[list[Problem]] = [[] for _ in tops]
    warnings: list[list[Problem]] = [[] for _ in tops]
    for state in every:
        problems[state.index] += [state.outward(problem) for problem in state.problems]
        warnings[state.index] += [state.outward(problem) for problem in state.warnings]
    return [
        Outcome(
            state.index, state.entity, state.id, state.new.get("rev") or 0,
            tuple(problems[state.index]), tuple(warnings[state.index]), state.conflict,
        )
        for state in tops
    ]  # fmt: skip
