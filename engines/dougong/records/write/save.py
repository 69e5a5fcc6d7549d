"""The statements of a write: many rows at a time, each entity's new rows before those that point to them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, update

from ..context import Context
from ..names import entity_column
from ..numbering import note_given, numbers
from ..prepared import run
from .expand import links_to, points_at
from .load import chunks
from .plan import WritePlan, pattern_of, plan_of, update_of
from .state import RowState
from .trees import forget, keep_closure

BOOKKEEPING = frozenset({"rev", "updated_at", "updated_by", "deleted_at"})


def number(ctx: Context, plan: WritePlan, created: list[RowState]) -> None:
    """Gives automatic numbers, after everything was found in order so that none is lost."""
    for field in plan.numbers:
        key, pattern = f"{plan.key}.{field.key}", pattern_of(field) or ""
        without = [state for state in created if state.new.get(field.key) is None]
        if given := [state.new[field.key] for state in created if state.new.get(field.key) is not None]:
            note_given(ctx, key, pattern, given)
        if without:
            for state, made in zip(without, numbers(ctx, key, pattern, len(without)), strict=True):
                state.set(field.key, made)


def insert_rows(ctx: Context, plan: WritePlan, created: list[RowState]) -> None:
    """One statement for all new rows of an entity."""
    person, now = ctx.viewer.person, ctx.now
    rows = []
    for state in created:
        row = state.new
        row["rev"], row["updated_at"], row["updated_by"] = 1, now, person
        row["created_at"] = row["created_at"] or now
        row["created_by"] = row["created_by"] or person
        rows.append(_sealed(ctx, plan, row))
    run(ctx, plan.insert, rows)


def update_rows(ctx: Context, plan: WritePlan, states: list[RowState]) -> None:
    """One statement per set of changed columns."""
    groups: dict[frozenset[str], list[dict[str, Any]]] = {}
    person, now = ctx.viewer.person, ctx.now
    for state in states:
        assert state.old is not None
        row = state.new
        row["rev"], row["updated_at"], row["updated_by"] = state.old["rev"] + 1, now, person
        if state.action != "updated":
            row["deleted_at"] = now if state.action == "deleted" else None
        columns = frozenset(
            state.changed | (BOOKKEEPING if state.action != "updated" else BOOKKEEPING - {"deleted_at"})
        )
        row = _sealed(ctx, plan, row)
        groups.setdefault(columns, []).append({"row_id": state.id, **{column: row[column] for column in columns}})
    for columns, rows in groups.items():
        run(ctx, update_of(ctx.store, plan.key, columns), rows)


def remove_rows(ctx: Context, plan: WritePlan, ids: list[str]) -> None:
    """Takes rows away for good; links that still go to them are cleared."""
    for field in links_to(ctx.store.model, plan.key):
        other = plan_of(ctx.store, field.entity)
        values: dict[str, Any] = {field.key: None}
        if field.key in other.any_links:
            values[entity_column(field.key)] = None
        for some in chunks(ids):
            ctx.connection.execute(
                update(other.table).where(points_at(other, field, plan.key, list(some))).values(values)
            )
    forget(ctx, plan, ids)
    for some in chunks(ids):
        ctx.connection.execute(delete(plan.table).where(plan.table.c.id.in_(some)))


def touch_activity(ctx: Context, plan: WritePlan, states: Iterable[RowState]) -> None:
    """A record that something is newly about shows when: `last_activity_at`."""
    about: dict[str, set[str]] = {}
    for state in states:
        for key in plan.any_links:
            if key in state.changed and state.alive and state.new.get(key):
                about.setdefault(state.new[entity_column(key)], set()).add(state.new[key])
    for entity, ids in about.items():
        if ctx.store.entity(entity).definition.features.activities:
            table = ctx.store.table(entity)
            for some in chunks(ids):
                ctx.connection.execute(update(table).where(table.c.id.in_(some)).values(last_activity_at=ctx.now))


def keep_trees(ctx: Context, plan: WritePlan, states: list[RowState]) -> None:
    """Closures of all tree links of an entity."""
    for field in plan.trees:
        keep_closure(ctx, plan, field, states)


def insert_order(ctx: Context, entities: Iterable[str]) -> list[str]:
    """Entities so that each comes after those its links go to, as far as they do not go round."""
    wanted, found = list(entities), dict[str, None]()

    def visit(key: str, trail: tuple[str, ...]) -> None:
        if key in found or key in trail:
            return
        for target in plan_of(ctx.store, key).links.values():
            if target in wanted:
                visit(target, (*trail, key))
        found[key] = None

    for key in wanted:
        visit(key, ())
    return list(found)


def _sealed(ctx: Context, plan: WritePlan, row: dict[str, Any]) -> dict[str, Any]:
    if not plan.secrets:
        return row
    sealed = dict(row)
    for key in plan.secrets:
        if row[key] is not None and ctx.cipher is not None:
            sealed[key] = ctx.cipher.seal(row[key])
    return sealed
