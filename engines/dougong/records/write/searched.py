"""The search index follows the rows: only records whose searched fields changed are touched."""

from typing import Any

from sqlalchemy import bindparam, delete, insert

from ..context import Context
from ..prepared import run
from ..search.entries import index_entry, replacing
from ..system_tables import search_index as table
from .plan import WritePlan
from .state import RowState

_INSERT = insert(table).inline()
_DELETE = delete(table).where(table.c.entity == bindparam("of_entity"), table.c.record == bindparam("of_record"))


def keep_searchable(ctx: Context, groups: list[tuple[WritePlan, list[RowState]]]) -> None:
    """Adds, replaces and removes index rows for the written states."""
    added: list[dict[str, str]] = []
    replaced: list[dict[str, str]] = []
    removed: list[dict[str, Any]] = []
    for plan, states in groups:
        if plan.entity.implicit:
            continue
        for state in states:
            if state.action == "deleted":
                removed.append({"of_entity": plan.key, "of_record": state.id})
            elif state.action == "created":
                added.append(index_entry(plan.entity, state.new, plan.searched[1:]))
            elif state.new["deleted_at"] is None and (
                state.action == "restored" or state.changed.intersection(plan.searched)
            ):
                replaced.append(index_entry(plan.entity, state.new, plan.searched[1:]))
    run(ctx, _INSERT, added)
    if replaced:
        run(
            ctx,
            ctx.store.plan(("reindex", dialect := ctx.connection.dialect.name), lambda: replacing(dialect)),
            replaced,
        )
    run(ctx, _DELETE, removed)
