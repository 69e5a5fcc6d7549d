"""What a write leaves behind: history entries and change events, made from the states after their rows are written."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..context import Cause, Context
from ..history import NOT_LOGGED, Entry
from ..names import entity_column
from ..outbox import Change
from .plan import WritePlan
from .state import RowState

_BLANK = (None, None)


def entries(ctx: Context, plan: WritePlan, states: list[RowState]) -> Iterator[Entry]:
    """One history entry per record; roll-ups are left out, they follow from rows that have entries of their own. A link to
    many is told with its record, as the ids of the other ends: the rows of links do not outlast them.

    What goes for good is written down whole, so that it can be brought back.
    """
    if not plan.entity.definition.features.history:
        return
    skipped = NOT_LOGGED | {one.field.key for one in plan.rules.rollups}
    skipped |= {entity_column(key) for key in plan.any_links}
    columns = [key for key in plan.blank if key not in skipped]
    for state in states:
        gone = is_removed(ctx, state)
        old, new = state.old or plan.blank, plan.blank if gone else state.new
        keys = state.changed if state.action in ("created", "updated") else plan.blank if gone else ()
        changes = {key: (old[key], new[key]) for key in columns if key in keys and (old[key], new[key]) != _BLANK}
        for key in plan.any_links:
            if key in changes:
                changes[key] = _reference(old, key), _reference(new, key)
        changes |= {key: ends for key, ends in state.ends.items() if set(ends[0]) != set(ends[1])}
        yield Entry(plan.key, state.id, state.new["rev"], state.action, changes, plan.veiled, state.top.cause)


def _reference(row: Mapping[str, Any], key: str) -> Any:
    return row[key] and {"entity": row[entity_column(key)], "id": row[key]}


def events(plan: WritePlan, states: list[RowState]) -> Iterator[Change]:
    """One change per action and cause, with every field that changed in any of its records."""
    groups: dict[tuple[str, int], tuple[Cause | None, list[str], set[str]]] = {}
    for state in states:
        cause = state.top.cause
        _, ids, fields = groups.setdefault((state.action, id(cause)), (cause, [], set()))
        ids.append(state.id)
        fields |= state.changed
    for (action, _), (cause, ids, fields) in groups.items():
        yield Change(plan.key, action, ids, sorted(fields - NOT_LOGGED), cause)


def is_removed(ctx: Context, state: RowState) -> bool:
    """Deleted for good rather than into the recycle bin; what goes along goes the same way."""
    if state.action != "deleted":
        return False
    if state.parent is not None and state.parent.action == "deleted":
        return is_removed(ctx, state.parent)
    return not ctx.store.entity(state.entity).definition.features.recycle_bin
