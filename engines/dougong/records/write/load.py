"""Rows as they are: the records of a batch read once, locked where the database can, secrets opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, false, or_, select

from ..context import Context
from ..names import entity_column
from .keyed import Keyed, by_key
from .plan import WritePlan, plan_of
from .state import RowState, States

CHUNK = 5000
"""Ids per statement; both databases take more, neither gets faster."""
Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Slices of at most `size`."""
    every = list(items)
    for start in range(0, len(every), size):
        yield every[start : start + size]


def rows_of(
    ctx: Context, entity: str, ids: Iterable[str], *, lock: bool = False, may: ColumnElement[bool] | None = None
) -> dict[str, dict[str, Any]]:
    """Full rows by id, deleted ones too; `lock` holds them where a database needs it.

    With `may`, each row tells under `$may` whether the condition holds.
    """
    plan = plan_of(ctx.store, entity)
    statement = plan.lock if lock and ctx.connection.dialect.name == "postgresql" else plan.load
    if may is not None:
        statement = statement.also(may.label("$may"))
    return {row["id"]: row for row in _read(ctx, plan, statement, sorted(set(ids)))}


def children_of(ctx: Context, parent: str, field: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Living rows of a to-many field of these records, in the order of their ids."""
    relation = plan_of(ctx.store, parent).entity.fields[field].relation
    assert relation is not None
    plan = plan_of(ctx.store, relation.target)
    link = plan.table.c[relation.via]

    def make() -> Keyed:
        found = select(plan.table).where(plan.table.c.deleted_at.is_(None))
        if relation.via in plan.any_links:
            found = found.where(plan.table.c[entity_column(relation.via)] == parent)
        return by_key(found.order_by(plan.table.c.id), link)

    statement = ctx.store.plan(("children", parent, field), make)
    return list(_read(ctx, plan, statement, sorted(set(ids))))


def _read(ctx: Context, plan: WritePlan, statement: Keyed, ids: list[str]) -> Iterator[dict[str, Any]]:
    names = statement.names
    for some in chunks(ids):
        for found in statement.run(ctx, some):
            row = dict(zip(names, found, strict=True))
            for secret in plan.secrets:
                if row[secret] is not None and ctx.cipher is not None:
                    row[secret] = ctx.cipher.open(row[secret])
            yield row


def arrange(states: Iterable[RowState]) -> States:
    """The states by entity and id."""
    found: States = {}
    for state in states:
        found.setdefault(state.entity, {})[state.id] = state
    return found


def by_entity(ctx: Context, states: Iterable[RowState]) -> list[tuple[WritePlan, list[RowState]]]:
    """The states with the plan of their entity, entities as they come."""
    found: dict[str, list[RowState]] = {}
    for state in states:
        found.setdefault(state.entity, []).append(state)
    return [(plan_of(ctx.store, entity), some) for entity, some in found.items()]


def attach(state: RowState, row: Mapping[str, Any]) -> None:
    """Gives a state its row as it stands in the database."""
    state.old = {key: value for key, value in row.items() if not key.startswith("$")}
    state.new = dict(state.old)


def either(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """One of them; false when there are none."""
    return or_(false(), *conditions)
