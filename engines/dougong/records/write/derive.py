"""Values nobody typed: owner and department, defaults, computed fields, compute rules, first values of roll-ups."""

from collections.abc import Sequence
from typing import Any

from dougong.expressions import Env
from dougong.rules import Computation, RuleRow, compute, defaults
from dougong.rules.results import as_stored

from ..context import Context
from .linked import Linked
from .plan import Tree, WritePlan, tree_of
from .state import RowState


def derive(ctx: Context, plan: WritePlan, states: list[RowState], linked: Linked, env: Env) -> None:
    """Fills the states of one entity; those that are deleted or restored keep what they have."""
    states = [state for state in states if state.action in ("created", "updated")]
    created = [state for state in states if state.action == "created"]
    people(ctx, states, linked)
    if plan.rules.fillings:
        _default(plan, states, linked, env)
    for state in created:
        for key in plan.switches:
            if state.new.get(key) is None:
                state.set(key, False)
    if plan.rules.rollups and created:
        _first_values(plan, created, env)
    if plan.rules.computations:
        _compute(plan, states, linked, env)
        if plan.mixed and created:
            _rollups(plan.mixed, created, [_nothing(plan, state) for state in created], env)


def _default(plan: WritePlan, states: list[RowState], linked: Linked, env: Env) -> None:
    """Defaults, and once more where one has set a link that others look behind."""
    for _ in range(len(plan.rules.followed) + 1):
        rows = rule_rows(plan, states, linked, plan.deriving)
        following = []
        for state, values in zip(states, defaults(plan.rules, rows, env), strict=True):
            _set(state, values)
            if not plan.rules.followed.isdisjoint(values):
                following.append(state)
        states = following
        if not states:
            return


def rule_rows(plan: WritePlan, states: Sequence[RowState], linked: Linked, tree: Tree) -> list[RuleRow]:
    """The states as rules see them."""
    values = linked.values(plan.key, states, tree)
    return [RuleRow(row, state.old, frozenset(state.changed)) for state, row in zip(states, values, strict=True)]


def people(ctx: Context, states: list[RowState], linked: Linked) -> None:
    """Owner: who writes; a child row's: its parent's. Department: the owner's, and again when the owner changes."""
    follow: list[RowState] = []
    for state in states:
        if state.action == "created" and "owner" not in state.changed:
            state.set("owner", state.parent.new.get("owner") if state.parent else ctx.viewer.person)
        if "owner" in state.changed and "department" not in state.changed:
            if state.new["owner"] is not None and state.new["owner"] == ctx.viewer.person:
                state.set("department", ctx.viewer.department)
            elif state.new["owner"] is not None:
                follow.append(state)
    if follow and "person" in ctx.store.model.entities:
        rows = linked.rows("person", {state.new["owner"] for state in follow})
        for state in follow:
            person = rows[state.new["owner"]]
            state.set("department", person and person["department"])


def derive_again(plan: WritePlan, states: list[RowState], linked: Linked, env: Env) -> None:
    """Roll-ups that the record's own rules read, over the child rows as they are to be written, and what reads them."""
    states = [state for state in states if state.action in ("created", "updated")]
    with_rows = [state for state in states if state.children]
    if not plan.early or not with_rows:
        return
    tree = tree_of(path for one in plan.early for path in one.dependencies)
    _rollups(plan.early, with_rows, linked.values(plan.key, with_rows, tree), env)
    if plan.rules.computations:
        _compute(plan, with_rows, linked, env)


def _compute(plan: WritePlan, states: list[RowState], linked: Linked, env: Env) -> None:
    rows = rule_rows(plan, states, linked, plan.deriving)
    for state, values in zip(states, compute(plan.rules, rows, env), strict=True):
        _set(state, values)


def _rollups(rollups: Sequence[Computation], states: list[RowState], rows: list[dict[str, Any]], env: Env) -> None:
    for state, row in zip(states, rows, strict=True):
        for one in rollups:
            value = as_stored(one.field, one.value.evaluate(row, env))
            row[one.field.key] = value
            state.set(one.field.key, value)


def _first_values(plan: WritePlan, created: list[RowState], env: Env) -> None:
    """Roll-ups over no rows at all; those that read nothing of the record itself are worked out once for all."""
    alike = [one for one in plan.rules.rollups if all(path[0] in plan.nothing for path in one.dependencies)]
    for one in alike:
        value = as_stored(one.field, one.value.evaluate(plan.nothing, env))
        for state in created:
            state.set(one.field.key, value)
    if own := [one for one in plan.rules.rollups if one not in alike]:
        _rollups(own, created, [_nothing(plan, state) for state in created], env)


def _nothing(plan: WritePlan, state: RowState) -> dict[str, Any]:
    """The row with no related rows at all."""
    return {**state.new, **plan.nothing}


def _set(state: RowState, values: dict[str, Any]) -> None:
    for key, value in values.items():
        state.set(key, value)
