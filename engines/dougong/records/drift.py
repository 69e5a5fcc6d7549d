"""Stored formulas compared with what they come to now: whatever differs is told, and put right.

Compute rules are not looked at: they speak when a record is written, and what they said then holds. Formulas that read
the time are expected to differ; they are brought up to date without being reported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from dougong.expressions.core import VariableRead, walk
from dougong.rules import Computation

from .context import Context
from .environment import user_paths
from .formulas import kept_value
from .store import RecordStore
from .write.plan import rules_of
from .write.rollups import recompute


@dataclass(frozen=True, slots=True)
class Found:
    """`rows` looked at, up to the id `last` (None: there are no more); `wrong` and `dated`: field -> ids of records
    whose kept value is not what the formula comes to, `dated` where the formula reads the time."""

    rows: int
    last: str | None
    wrong: Mapping[str, list[str]] = field(default_factory=dict)
    dated: Mapping[str, list[str]] = field(default_factory=dict)


def stored_formulas(store: RecordStore, entity: str) -> tuple[Computation, ...]:
    """The stored formulas of an entity that can be worked out again at any time."""
    rules = rules_of(store, entity)
    every = (one for one in (*rules.computations, *rules.rollups) if not one.rule and one.dependencies)
    return tuple(one for one in every if not user_paths(one.value.checked))


def look(ctx: Context, entity: str, fields: Iterable[str], after: str | None, limit: int) -> Found:
    """Compares the next `limit` living records beyond the id `after`; writes nothing."""
    table = ctx.store.table(entity)
    page = select(table.c.id).where(table.c.deleted_at.is_(None)).order_by(table.c.id).limit(limit)
    ids = ctx.connection.execute(page if after is None else page.where(table.c.id > after)).scalars().all()
    if not ids:
        return Found(0, None)
    wrong, dated = dict[str, list[str]](), dict[str, list[str]]()
    for one in _named(ctx.store, entity, fields):
        if differing := _differing(ctx, entity, one, list(ids)):
            (dated if _reads_time(one) else wrong)[one.field.key] = differing
    return Found(len(ids), ids[-1], wrong, dated)


def repair(ctx: Context, entity: str, found: Found) -> dict[str, int]:
    """Works out anew what still differs, and whatever reads it; field -> records put right, dated ones not counted."""
    counts: dict[str, int] = {}
    for one in _named(ctx.store, entity, {*found.wrong, *found.dated}):
        key = one.field.key
        asked = found.wrong.get(key) or found.dated[key]
        if still := _differing(ctx, entity, one, asked):
            recompute(ctx, {(entity, key): set(still)})
            if key in found.wrong:
                counts[key] = len(still)
    return counts


def _named(store: RecordStore, entity: str, fields: Iterable[str]) -> list[Computation]:
    """In the order in which they read each other."""
    wanted = set(fields)
    return [one for one in stored_formulas(store, entity) if one.field.key in wanted]


def _differing(ctx: Context, entity: str, one: Computation, ids: list[str]) -> list[str]:
    table = ctx.store.table(entity)
    kept = table.c[one.field.key]
    value = kept_value(ctx, one.field, one.value.checked, table)
    statement = select(table.c.id).where(table.c.id.in_(ids), kept.is_distinct_from(value)).order_by(table.c.id)
    return list(ctx.connection.execute(statement).scalars())


def _reads_time(one: Computation) -> bool:
    return any(isinstance(node, VariableRead) for node in walk(one.value.checked.core))
