"""Undo of everything one cause wrote (a bulk edit, an import, a merge), from the history.

Only what still stands as it was written is taken back; what somebody changed since stays and is reported. Rules are not
asked: what was, was allowed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem, ProblemsFound, ValueProblem
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import text
from dougong.rules.results import as_stored

from .context import Cause, Context
from .history import VEILED, of_cause, unveil
from .ids import new_id
from .share import withdraw
from .write.commit import commit
from .write.expand import cascade
from .write.load import attach, rows_of
from .write.normalise import put, read_value
from .write.plan import WritePlan, plan_of
from .write.state import RowState

CHANGED = text("之后已被修改，保持不变", "It was changed since and stays as it is")


@dataclass(frozen=True, slots=True)
class Undone:
    """`records` taken back; `kept` says per (entity, id) why something stays."""

    records: int
    kept: Mapping[tuple[str, str], tuple[Problem, ...]] = field(default_factory=dict)


def undo(ctx: Context, cause_ref: str) -> Undone:
    """Takes back what the writes with this cause did, all in the caller's transaction: created records are removed,
    changed ones get their old values, deleted ones come back. For the one who did it, and for administrators."""
    rows = of_cause(ctx, cause_ref) if cause_ref else []
    if not ctx.viewer.admin and any(row["actor"] != ctx.viewer.person for row in rows):
        words = text("只能撤销自己的操作", "Only your own changes can be undone")
        raise ProblemsFound([Problem("forbidden", words)])
    by_record: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["entity"] in ctx.store.model.entities and row["action"] in _STEPS:
            by_record.setdefault((row["entity"], row["record"]), []).append(row)
    found = _states(ctx, by_record)
    found += [one for one in cascade(ctx, [s for s in found if s.action == "deleted" and not s.problems]) if one.id]
    good = [state for state in found if not state.top.problems and not state.idle]
    cause = Cause("undo", cause_ref, new_id())
    commit(ctx, good, cause)
    withdraw(ctx, rows, cause)
    kept = {
        (state.entity, state.id): (*state.problems, *state.warnings)
        for state in found
        if state.problems or state.warnings
    }
    return Undone(len(good), kept)


def _states(ctx: Context, by_record: Mapping[tuple[str, str], list[Mapping[str, Any]]]) -> list[RowState]:
    now = {
        entity: rows_of(ctx, entity, [identity for key, identity in by_record if key == entity])
        for entity in {entity for entity, _ in by_record}
    }
    found: list[RowState] = []
    for (entity, identity), rows in by_record.items():
        plan = plan_of(ctx.store, entity)
        row = now[entity].get(identity)
        state = RowState(len(found), entity, identity, "updated", {}, trusted=True)
        if row is not None:
            attach(state, row)
        else:
            state.new = dict(plan.blank)
            state.set("id", identity)
        newest = rows[0]
        since = row is not None and row["rev"] != newest["rev"]
        for one in rows:
            _STEPS[one["action"]](ctx, plan, state, one, since)
        found.append(state)
    return found


def _created(ctx: Context, plan: WritePlan, state: RowState, row: Mapping[str, Any], since: bool) -> None:
    """A record made by the cause goes, unless somebody worked on it since."""
    if state.old is None or state.old["deleted_at"] is not None:
        state.changed.clear()
        state.action = "updated"
    elif since:
        state.refuse("changed_since", CHANGED)
    else:
        state.action = "deleted"


def _updated(ctx: Context, plan: WritePlan, state: RowState, row: Mapping[str, Any], since: bool) -> None:
    if state.old is None and state.action != "created":
        state.refuse("gone", text("记录已不存在", "The record is no longer there"))
        return
    rollups = {one.field.key for one in plan.rules.rollups}
    for key, (old, new) in row["changes"].items():
        model = plan.entity.fields.get(key)
        if model is None or model.storage is None or key in rollups:
            continue
        if VEILED in (old, new):
            words = text("加密内容没有留存，无法恢复", "The value was not kept and cannot be brought back")
            state.warnings.append(Problem("not_kept", words, key))
            continue
        if _stands(plan, state, model, unveil(ctx, new)):
            put(plan, state, key, _inside(model, unveil(ctx, old)))
        else:
            state.warnings.append(Problem("changed_since", CHANGED, key))


def _deleted(ctx: Context, plan: WritePlan, state: RowState, row: Mapping[str, Any], since: bool) -> None:
    if state.old is not None:
        if state.old["deleted_at"] is None:
            state.changed.clear()
        else:
            state.action = "restored"
        return
    state.action = "created"
    for key, (old, _) in row["changes"].items():
        if (model := plan.entity.fields.get(key)) is not None and model.storage is not None and old != VEILED:
            put(plan, state, key, _inside(model, unveil(ctx, old)))


def _restored(ctx: Context, plan: WritePlan, state: RowState, row: Mapping[str, Any], since: bool) -> None:
    if state.old is not None and state.old["deleted_at"] is None:
        state.action = "deleted"


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.DECIMAL: Decimal,
    Kind.DATE: date.fromisoformat,
    Kind.INSTANT: datetime.fromisoformat,
}
Step = Callable[[Context, WritePlan, RowState, Mapping[str, Any], bool], None]
_STEPS: dict[str, Step] = {"created": _created, "updated": _updated, "deleted": _deleted, "restored": _restored}  # fmt: skip


def _stands(plan: WritePlan, state: RowState, model: FieldModel, kept: Any) -> bool:
    """Whether a field still has the value the cause gave it."""
    probe = replace(state, new=dict(state.new), changed=set())
    put(plan, probe, model.key, _inside(model, kept))
    return all(probe.new[column] == state.new.get(column) for column in probe.new)


def _inside(model: FieldModel, value: Any) -> Any:
    """A JSON value of the history as a canonical one; formulas' results are read as their column keeps them."""
    if value is None:
        return None  # also where a field would read nothing as something: what a switch had not been asked yet
    if model.formula is not None:
        return _by_kind(model, value)
    try:
        return read_value(model, value)
    except ValueProblem:
        return value


def _by_kind(model: FieldModel, value: Any) -> Any:
    if isinstance(value, str) and model.storage is not None:
        plain = _READERS.get(model.storage.kind)
        value = plain(value) if plain else value
    return as_stored(model, value)
