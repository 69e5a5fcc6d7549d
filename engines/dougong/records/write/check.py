"""What a write must satisfy: required fields, links that go somewhere, unique keys, trees without circles, rules, gates.

Everything wrong with every record is found before anything is written.
"""

from typing import Any

from dougong.expressions import Env
from dougong.metamodel.text import text
from dougong.rules import gates, validate
from dougong.rules.rule_set import is_blank

from ..context import Context
from ..names import entity_column
from .authorize import readable
from .derive import rule_rows
from .linked import Linked
from .load import chunks
from .plan import WritePlan, plan_of
from .state import RowState, States
from .trees import circles


def check(ctx: Context, plan: WritePlan, every: list[RowState], states: States, linked: Linked, env: Env) -> None:
    """Files problems and warnings on the states of one entity."""
    written = [state for state in every if state.action in ("created", "updated")]
    for state in written:
        _required(plan, state)
    _links(ctx, plan, written, states)
    coming = [state for state in every if state.alive]
    for columns in plan.uniques:
        _unique(ctx, plan, columns, coming, {state.id for state in every if not state.alive})
    for field in plan.trees:
        circles(ctx, plan, field, written)
    rules = plan.rules
    if not (rules.validations or rules.pipeline) or not written:
        return
    rows = rule_rows(plan, written, linked, plan.checking)
    for found in (validate(rules, rows, env), gates(rules, rows, env)):
        for state, problems in zip(written, found, strict=True):
            for problem in problems:
                state.add(problem)


def _required(plan: WritePlan, state: RowState) -> None:
    for field in plan.required:
        asked = state.action == "created" or field.key in state.changed
        if asked and is_blank(state.new.get(field.key)) and not _told(state, field.key):
            label = field.label
            state.refuse("required", text(f"请填写“{label.zh}”", f'Fill in "{label.en}"'), field.key)
    for field in plan.required_children:
        given = state.children.get(field.key)
        if given == [] or (given is None and state.action == "created"):
            label = field.label
            words = text(f"“{label.zh}”至少要有一行", f'"{label.en}" needs at least one row')
            state.refuse("required", words, field.key)


def _told(state: RowState, path: str) -> bool:
    return any(problem.path == path for problem in state.problems)


def _links(ctx: Context, plan: WritePlan, written: list[RowState], states: States) -> None:
    """Links go to living records that the viewer may see."""
    asked: dict[str, dict[str, list[tuple[RowState, str]]]] = {}
    for state in written:
        for key in state.changed.intersection(plan.link_columns):
            target = plan.links.get(key)
            if target is None:
                target = _any_target(ctx, state, key)
            identity = state.new.get(key)
            if target is None or identity is None or _known(ctx, state, key, identity):
                continue
            other = states.get(target, {}).get(identity)
            if other is None or not other.alive:
                asked.setdefault(target, {}).setdefault(identity, []).append((state, key))
    for target, ids in asked.items():
        found = readable(ctx, plan_of(ctx.store, target), ids)
        found -= {identity for identity, state in states.get(target, {}).items() if not state.alive}
        for identity, places in ids.items():
            if identity not in found:
                for state, key in places:
                    words = text(
                        "关联的记录不存在，或您无权查看", "The linked record does not exist, or you may not see it"
                    )
                    state.refuse("link", words, key)


def _known(ctx: Context, state: RowState, key: str, identity: str) -> bool:
    """Who writes exists, and so does what the system itself puts in."""
    return identity == ctx.viewer.person or (key == "department" and key not in state.given)


def _any_target(ctx: Context, state: RowState, key: str) -> str | None:
    target = state.new.get(entity_column(key))
    if target is not None and target not in ctx.store.model.entities:
        state.refuse("link", text("没有这种对象", "There is no such kind of record"), key)
        return None
    return target


def _unique(ctx: Context, plan: WritePlan, columns: tuple[str, ...], coming: list[RowState], going: set[str]) -> None:
    """One living record per value; records with a blank in the key are left alone, as the index does."""
    wanted: dict[tuple[Any, ...], RowState] = {}
    for state in coming:
        value = tuple(state.new.get(column) for column in columns)
        if None in value:
            continue
        if state.action == "updated" and not state.changed.intersection(columns):
            continue
        if value in wanted:
            _taken(plan, columns, state)
        else:
            wanted[value] = state
    if not wanted:
        return
    for some in chunks(wanted, 1000):
        keys = [value[0] for value in some] if len(columns) == 1 else list(some)
        for row in plan.taken[columns].run(ctx, keys):
            state = wanted[tuple(row)[1:]]
            if row[0] != state.id and row[0] not in going:
                _taken(plan, columns, state)


def _taken(plan: WritePlan, columns: tuple[str, ...], state: RowState) -> None:
    labels = [plan.entity.fields[column].label for column in columns]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    words = text(f"“{zh}”已被另一条记录使用", f'Another record already has this "{en}"')
    state.refuse("unique", words, columns[-1] if len(columns) > 1 else columns[0])
