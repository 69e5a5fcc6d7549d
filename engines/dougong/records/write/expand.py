"""What one change brings with it: child rows given with their record, rows that go or come back along with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select

from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.text import text

from ..context import Context
from ..ids import new_id
from ..names import entity_column
from .load import attach, children_of, chunks, either, rows_of
from .plan import WritePlan, plan_of
from .state import RowState

MOST_DEPTH = 8
"""Levels of rows within rows."""


def child_states(ctx: Context, states: Iterable[RowState]) -> list[RowState]:
    """States for the rows given in to-many fields: with a known id they are updated, without one created, and rows
    no longer given are deleted."""
    found: list[RowState] = []
    groups: dict[tuple[str, str], list[RowState]] = {}
    for state in states:
        for key in state.children:
            groups.setdefault((state.entity, key), []).append(state)
    for (entity, key), parents in groups.items():
        field = plan_of(ctx.store, entity).entity.fields[key]
        assert field.relation is not None
        blank = plan_of(ctx.store, field.relation.target).blank
        before: dict[str, dict[str, dict[str, Any]]] = {}
        if known := [parent.id for parent in parents if parent.old is not None]:
            for row in children_of(ctx, entity, key, known):
                before.setdefault(row[field.relation.via], {})[row["id"]] = row
        for parent in parents:
            found += _of_parent(ctx, field, parent, before.get(parent.id, {}), blank)
    return found


def _of_parent(
    ctx: Context, field: FieldModel, parent: RowState, before: Mapping[str, dict[str, Any]], blank: Mapping[str, None]
) -> list[RowState]:
    relation = field.relation
    assert relation is not None
    far = relation.far
    by_far = {row[far]: row["id"] for row in before.values()} if far else {}
    if far:
        parent.ends[field.key] = list(by_far), [row["id"] for row in parent.children[field.key]]
    found, kept = list[RowState](), set[str]()
    # Links to many are read as {"id", "title"}; what was read may be sent back.
    told = {"title"} - ctx.store.entity(relation.target).fields.keys() if far else set()
    for number, row in enumerate(parent.children[field.key]):
        values = {key: value for key, value in row.items() if key not in ("id", "rev", relation.via, *told)}
        identity = by_far.get(row["id"], "") if far else str(row.get("id") or "").lower()
        if far:
            values[far] = row["id"]
        place = f"{field.key}[{number}]"
        if identity in kept:
            parent.refuse("twice", text("同一行出现了两次", "The same row is there twice"), place)
            continue
        if identity in before:
            state = RowState(parent.index, relation.target, identity, "updated", values)
            attach(state, before[identity])
            kept.add(identity)
        elif identity and not far:
            parent.refuse("not_found", text("这一行已被别人删除", "This row is no longer there"), place)
            continue
        else:
            state = RowState(parent.index, relation.target, new_id(), "created", values, new=dict(blank))
            state.set("id", state.id)
            state.set(relation.via, parent.id)
        state.parent, state.place, state.trusted = parent, place, True
        found.append(state)
    for identity, gone in before.items():
        if identity not in kept:
            state = RowState(parent.index, relation.target, identity, "deleted", {})
            attach(state, gone)
            state.parent, state.place, state.trusted = parent, field.key, True
            found.append(state)
    return found


def cascade(ctx: Context, deleted: list[RowState]) -> list[RowState]:
    """States of the rows that go along with deleted ones, level by level; restricting links are reported as problems.

    Links that are to be cleared are left alone here: a record in the recycle bin comes back with all its links, and
    they are cleared when it goes for good.
    """
    found: list[RowState] = []
    level, seen = deleted, {(state.entity, state.id) for state in deleted}
    for _ in range(MOST_DEPTH):
        following: list[RowState] = []
        for field, some in _pointing(ctx.store.model, level):
            for row in _living(ctx, field, [state.id for state in some]):
                key = (field.entity, row["id"])
                if key in seen:
                    continue
                seen.add(key)
                parent = next(state for state in some if state.id == row[field.key])
                state = RowState(parent.index, field.entity, row["id"], "deleted", {}, parent=parent, trusted=True)
                attach(state, row)
                following.append(state)
        if not following:
            break
        found += following
        level = following
    _restrict(ctx, [*deleted, *found], seen)
    return found


def _pointing(model: Model, states: list[RowState]) -> Iterable[tuple[FieldModel, list[RowState]]]:
    """The links by which rows go along, with the states they may point to."""
    by_entity: dict[str, list[RowState]] = {}
    for state in states:
        by_entity.setdefault(state.entity, []).append(state)
    for entity, some in by_entity.items():
        for field in links_to(model, entity):
            if goes_along(model, field):
                yield field, some


def links_to(model: Model, entity: str) -> list[FieldModel]:
    """Every link column that may point to the entity, system fields and polymorphic links included."""
    return [
        field
        for other in model.entities.values()
        for field in other.columns
        if field.relation is not None and (field.relation.target == entity or _may_point(field, entity))
    ]


def _may_point(field: FieldModel, entity: str) -> bool:
    if field.relation is None or field.relation.kind != "any":
        return False
    named: tuple[str, ...] = getattr(field.field, "to", ())
    return not named or entity in named


def goes_along(model: Model, field: FieldModel) -> bool:
    """Whether rows follow what this link points to: child rows, and links that say so."""
    return model.entities[field.entity].owner_link == field.key or getattr(field.field, "on_delete", "") == "cascade"


def points_at(plan: WritePlan, field: FieldModel, target: str, ids: list[str]) -> ColumnElement[bool]:
    """The condition that a row's link goes to one of the ids."""
    condition: ColumnElement[bool] = plan.table.c[field.key].in_(ids)
    if field.key in plan.any_links:
        condition = condition & (plan.table.c[entity_column(field.key)] == target)
    return condition


def _living(ctx: Context, field: FieldModel, ids: list[str]) -> list[dict[str, Any]]:
    table = plan_of(ctx.store, field.entity).table
    found: list[str] = []
    for some in chunks(ids):
        where = table.c[field.key].in_(list(some)), table.c.deleted_at.is_(None)
        found += ctx.connection.execute(select(table.c.id).where(*where)).scalars()
    return list(rows_of(ctx, field.entity, found, lock=True).values()) if found else []


def _restrict(ctx: Context, deleted: list[RowState], going: set[tuple[str, str]]) -> None:
    """A living row that points here by a restricting link, and does not go itself, holds the record back."""
    model = ctx.store.model
    by_entity: dict[str, dict[str, RowState]] = {}
    for state in deleted:
        by_entity.setdefault(state.entity, {})[state.id] = state
    for entity, some in by_entity.items():
        for field in links_to(model, entity):
            if field.system or getattr(field.field, "on_delete", "clear") != "restrict" or goes_along(model, field):
                continue
            for identity, count in _counts(ctx, field, entity, list(some), going).items():
                other = model.entities[field.entity]
                words = text(
                    f"还有 {count} 条“{other.label.zh}”通过“{field.label.zh}”关联着它，请先处理",
                    f'{count} "{other.plural.en}" still point to it through "{field.label.en}"; see to them first',
                )
                some[identity].top.refuse("in_use", words, "$")


def _counts(
    ctx: Context, field: FieldModel, entity: str, ids: list[str], going: set[tuple[str, str]]
) -> dict[str, int]:
    plan = plan_of(ctx.store, field.entity)
    link = plan.table.c[field.key]
    leaving = [identity for key, identity in going if key == field.entity]
    found: dict[str, int] = {}
    for some in chunks(ids):
        where = [points_at(plan, field, entity, list(some)), plan.table.c.deleted_at.is_(None)]
        if leaving:
            where.append(~either(plan.table.c.id.in_(list(part)) for part in chunks(leaving)))
        rows = ctx.connection.execute(select(link, func.count()).where(*where).group_by(link))
        found.update({row[0]: row[1] for row in rows})
    return found


def returning(ctx: Context, restored: list[RowState]) -> list[RowState]:
    """States of the rows that went along with restored ones and come back with them: those deleted at the same instant."""
    model = ctx.store.model
    found: list[RowState] = []
    level, seen = restored, {(state.entity, state.id) for state in restored}
    while level:
        following: list[RowState] = []
        for field, some in _pointing(model, level):
            table = plan_of(ctx.store, field.entity).table
            moments = {state.id: state.old["deleted_at"] for state in some if state.old}
            for part in chunks(moments):
                where = table.c[field.key].in_(list(part)), table.c.deleted_at.in_(set(moments.values()))
                ids = list(ctx.connection.execute(select(table.c.id).where(*where)).scalars())
                for row in rows_of(ctx, field.entity, ids, lock=True).values() if ids else ():
                    parent = next((state for state in some if state.id == row[field.key]), None)
                    key = (field.entity, row["id"])
                    if parent is None or key in seen or row["deleted_at"] != moments[parent.id]:
                        continue
                    seen.add(key)
                    state = RowState(parent.index, field.entity, row["id"], "restored", {}, parent=parent, trusted=True)
                    attach(state, row)
                    following.append(state)
        found += following
        level = following
    return found
