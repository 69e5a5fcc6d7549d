"""Several records that mean the same thing become one: values chosen field by field, everything else re-linked.

The others go to the recycle bin, whoever they were shared with sees the kept record, and its history tells theirs; the
whole is undone by its cause (undo.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .context import Cause, Context
from .history import MERGED, Entry, append
from .ids import new_id
from .names import entity_column
from .share import follow
from .values import Update, Written
from .write import write
from .write.authorize import NOT_FOUND, allowed
from .write.commit import commit
from .write.expand import links_to, points_at
from .write.load import attach, rows_of
from .write.normalise import may_be_given
from .write.plan import WritePlan, plan_of
from .write.state import RowState


def merge(
    ctx: Context, entity: str, keep: str, others: Sequence[str], choice: Mapping[str, str], cause: Cause | None = None
) -> Written:
    """Keeps one record; `choice` names per field the record whose value it takes (its own where not named).

    Needs the right `merge`, may update `keep` and delete the others; ProblemsFound otherwise. When the chosen values are
    refused, nothing is merged and the answer says why.
    """
    others = [identity for identity in dict.fromkeys(others) if identity != keep]
    plan = plan_of(ctx.store, entity)
    rows = _rows(ctx, plan, keep, others, choice)
    cause = cause or Cause("merge", new_id())
    cause = replace(cause, ref=cause.ref or new_id(), causation=cause.causation or new_id())
    with ctx.connection.begin_nested() as savepoint:
        commit(ctx, [*_relinked(ctx, plan, keep, others), *_gone(entity, others, rows)], cause)
        values = {
            key: _given(plan, rows[source], key)
            for key, source in choice.items()
            if source != keep and may_be_given(plan, key)
        }
        written = write(ctx, [Update(entity, keep, values)], cause)
        if not written.written:
            savepoint.rollback()
            return written
        follow(ctx, entity, keep, others, cause)
        entry = Entry(entity, keep, written.outcomes[0].rev, "merged", {MERGED: (None, others)})
        append(ctx, cause, [entry])
    return written


def _rows(
    ctx: Context, plan: WritePlan, keep: str, others: Sequence[str], choice: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    if not ctx.viewer.admin and "merge" not in ctx.viewer.on(plan.key).actions:
        raise ProblemsFound([Problem("forbidden", text("您无权合并这类记录", "You may not merge such records"))])
    may = {"update": [keep], "delete": list(others)}
    found: dict[str, dict[str, Any]] = {}
    for what, ids in may.items():
        condition = allowed(ctx, plan, "update" if what == "update" else "delete")
        found |= rows_of(ctx, plan.key, ids, lock=True, may=condition)
    for identity in (keep, *others):
        row = found.get(identity)
        if row is None or row["deleted_at"] is not None or not row.get("$may", True):
            raise ProblemsFound([Problem("not_found", NOT_FOUND, identity)])
    for key, source in choice.items():
        if key not in plan.entity.fields or source not in found:
            words = text(f"“{key[:40]}”的选择不对", f'The choice for "{key[:40]}" is not one of the records')
            raise ProblemsFound([Problem("choice", words, key)])
    return found


def _given(plan: WritePlan, row: Mapping[str, Any], key: str) -> Any:
    if key in plan.any_links:
        return row[key] and {"entity": row[entity_column(key)], "id": row[key]}
    return row[key]


def _gone(entity: str, others: Sequence[str], rows: Mapping[str, dict[str, Any]]) -> list[RowState]:
    """The others, without what follows a deletion: it was re-linked."""
    states = []
    for number, identity in enumerate(others):
        state = RowState(number, entity, identity, "deleted", {}, trusted=True)
        attach(state, rows[identity])
        states.append(state)
    return states


def _relinked(ctx: Context, plan: WritePlan, keep: str, others: Sequence[str]) -> list[RowState]:
    """Every row that points to one of the others, by whatever link, now points to the kept record."""
    found: dict[tuple[str, str], RowState] = {}
    for field in links_to(ctx.store.model, plan.key):
        if field.key in ("created_by", "updated_by"):
            continue
        for row in _pointing(ctx, field, plan.key, others):
            if field.entity == plan.key and row["id"] in others:
                continue
            known = found.get((field.entity, row["id"]))
            if known is None:
                known = RowState(0, field.entity, row["id"], "updated", {}, trusted=True)
                attach(known, row)
                found[(field.entity, row["id"])] = known
            known.set(field.key, None if row["id"] == keep and field.entity == plan.key else keep)
    return list(_without_doubles(ctx, list(found.values())))


def _pointing(ctx: Context, field: FieldModel, entity: str, ids: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Rows in the recycle bin too: restored, they would point to a record that is gone."""
    plan = plan_of(ctx.store, field.entity)
    where = points_at(plan, field, entity, list(ids))
    found = ctx.connection.execute(select(plan.table.c.id).where(where)).scalars().all()
    return rows_of(ctx, field.entity, found, lock=True).values() if found else ()


def _without_doubles(ctx: Context, states: list[RowState]) -> Iterable[RowState]:
    """A row that would repeat another one's unique value (the same link twice) goes instead of moving."""
    seen = set[tuple[object, ...]]()
    for state in states:
        plan = plan_of(ctx.store, state.entity)
        for columns in plan.uniques:
            value = tuple(state.new[column] for column in columns)
            if not state.changed.intersection(columns) or None in value or state.new["deleted_at"] is not None:
                continue
            where = [plan.table.c[column] == part for column, part in zip(columns, value, strict=True)]
            where += [plan.table.c.id != state.id, plan.table.c.deleted_at.is_(None)]
            if (state.entity, columns, value) in seen or ctx.connection.execute(
                select(plan.table.c.id).where(*where)
            ).first():
                state.action, state.new = "deleted", dict(state.old or {})
                state.changed.clear()
                break
            seen.add((state.entity, columns, value))
        yield state
