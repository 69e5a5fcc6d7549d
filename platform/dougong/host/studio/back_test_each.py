"""A rule tried on records one by one, where it knows what only a save knows: as if each were saved again unchanged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dougong.expressions import compile_python
from dougong.expressions.core import VariableRead, walk
from dougong.metamodel.model import Model
from dougong.records.environment import env_for
from dougong.records.query import find
from dougong.records.store import RecordStore
from dougong.records.values import Query
from dougong.rules.results import as_stored
from dougong.rules.rule_set import RuleRow, is_blank

from .back_test_asked import Asked

ONE_BY_ONE = 2000
"""Newest records that are tried."""
MOST_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Each:
    """Counts as of a BackTest; samples as (id, title, old value, new value)."""

    total: int
    looked: int
    before: int
    after: int
    more: int
    samples: tuple[tuple[str, str, Any, Any], ...]


def each(old: Asked | None, new: Asked) -> Each | None:
    """The newest records tried one by one; None where what is read goes over many records."""
    paths, many = _paths(new.ctx.store, new)
    if old is not None:
        more, both = _paths(old.ctx.store, old)
        known = {path for path in more if path.partition(".")[0] in new.ctx.store.model.entities[new.entity].fields}
        paths, many = paths | known, many or both
    if many:
        return None
    title = new.ctx.store.model.entities[new.entity].definition.title
    wanted = tuple(sorted({title, *paths, *([new.field.key] if new.field else [])}))
    rows = find(new.ctx, Query(new.entity, wanted, sort=("-created_at",), limit=ONE_BY_ONE, total="exact"))
    before, after, fresh = 0, 0, 0
    samples: list[tuple[str, str, Any, Any]] = []
    judge, judged = _judge(new), _judge(old) if old is not None else None
    for row in rows.rows:
        hit, value = judge(row)
        had = judged(row)[0] if judged is not None else False
        before, after, fresh = before + had, after + hit, fresh + (hit and not had)
        if hit and not had and len(samples) < MOST_SAMPLES:
            kept = row.get(new.field.key) if new.field is not None else None
            samples.append((str(row["id"]), str(row.get(title) or ""), kept, value))
    return Each(rows.total or 0, len(rows.rows), before, after, fresh, tuple(samples))


def _judge(asked: Asked) -> Any:
    """row -> (whether it is refused, changed or filled, the value it gets)."""
    when = compile_python(asked.when) if asked.when is not None else None
    value = compile_python(asked.value) if asked.value is not None else None
    env = env_for(asked.ctx, asked.formulas)

    def judge(row: Mapping[str, Any]) -> tuple[bool, Any]:
        mine = RuleRow(row, row).env(env)
        if when is not None and not when(row, mine):
            return False, None
        if value is None or asked.field is None:
            return True, None
        found, kept = as_stored(asked.field, value(row, mine)), row.get(asked.field.key)
        return (is_blank(kept) and not is_blank(found)) if asked.blanks_only else found != kept, found

    return judge


def _paths(store: RecordStore, asked: Asked) -> tuple[set[str], bool]:
    """Dotted paths it reads, those of `$old` among them, and whether one goes over many records."""
    read: set[tuple[str, ...]] = set()
    for one in asked.formulas:
        read |= one.dependencies
        read |= {node.path for node in walk(one.core) if isinstance(node, VariableRead) and node.name == "old"}
    return {".".join(path) for path in read if path}, any(_many(store.model, asked.entity, path) for path in read)


def _many(model: Model, entity: str, path: Iterable[str]) -> bool:
    here = entity
    for step in path:
        field = model.entities[here].fields.get(step) if here in model.entities else None
        if field is None or field.relation is None:
            return False
        if field.relation.kind == "many":
            return True
        here = field.relation.target
    return False
