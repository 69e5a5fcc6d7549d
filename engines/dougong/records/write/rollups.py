"""Stored formulas that read other records: worked out again, set by set, for every record a write may have moved.

Both the old and the new parent of a moved row count. Work goes from what is read to what reads it, one UPDATE per level
and entity; what a record's own write could work out in Python is not done again.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Update, bindparam, case, select, update

from dougong.expressions.core import Path, VariableRead, walk
from dougong.metamodel.model import FieldModel, Relation
from dougong.rules import Computation

from ..context import Context
from ..formulas import kept_value, value_on
from ..listed import listed
from ..names import entity_column
from ..prepared import run
from .load import chunks
from .plan import dependents_of, plan_of, rules_of
from .postponed import MOST, postpone
from .state import RowState

Target = tuple[str, str]
"""(entity, stored field)."""
Todo = dict[Target, set[str]]


def recompute(ctx: Context, todo: Todo) -> None:
    """Works out what `affected` found before the write, and whatever reads that; too many records at once are left for
    later, with whatever reads them."""
    if not todo:
        return
    ranks = _ranks(ctx)
    while todo:
        lowest = min(ranks[target] for target in todo)
        level = {target: todo.pop(target) for target in list(todo) if ranks[target] == lowest}
        for entity in dict.fromkeys(entity for entity, _ in level):
            groups: dict[frozenset[str], list[str]] = {}
            for field, ids in ((field, ids) for (key, field), ids in level.items() if key == entity):
                groups.setdefault(frozenset(ids), []).append(field)
            for members, fields in groups.items():
                if len(members) > MOST:
                    postpone(ctx, entity, fields, members)
                    level = {one: ids for one, ids in level.items() if one[0] != entity or one[1] not in fields}
                else:
                    _update(ctx, entity, tuple(sorted(fields)), members)
        for (entity, field), ids in level.items():
            for dependent in dependents_of(ctx.store).get((entity, field), ()):
                found = _above(ctx, dependent.entity, dependent.path, ids)
                if found:
                    todo.setdefault((dependent.entity, dependent.field), set()).update(found)


def recompute_all(ctx: Context, entity: str, fields: Iterable[str], ids: Iterable[str]) -> None:
    """Works the stored formulas of some records out again, in order; for nightly checks and new formulas."""
    ranks = _ranks(ctx)
    for field in sorted(fields, key=lambda key: ranks[(entity, key)]):
        _update(ctx, entity, (field,), ids)


def affected(ctx: Context, states: Iterable[RowState]) -> Todo:
    """Stored formulas that read what these states change, with the ids of their records. Asked before anything is
    written: the links of the states themselves are known, old and new, all others stand as they are."""
    every = dependents_of(ctx.store)
    todo: Todo = {}
    alike: dict[tuple[str, frozenset[str]], list[RowState]] = {}
    for state in states:
        keys = state.changed if state.action in ("created", "updated") else plan_of(ctx.store, state.entity).blank
        alike.setdefault((state.entity, frozenset(keys)), []).append(state)
    groups: dict[tuple[str, str, Path], list[RowState]] = {}
    for (entity, columns), some in alike.items():
        found = {(one.entity, one.field, one.path) for key in columns for one in every.get((entity, key), ())}
        for group in found:
            groups.setdefault(group, []).extend(some)
    for (entity, field, path), some in groups.items():
        if not path:
            if field in {one.field.key for one in rules_of(ctx.store, entity).rollups}:
                own = {state.id for state in some if state.action in ("updated", "restored")}
                if own:
                    todo.setdefault((entity, field), set()).update(own)
            continue
        ids = _first_step(ctx, entity, path, some)
        if ids and len(path) > 1:
            ids = _above(ctx, entity, path[:-1], ids)
        if ids:
            todo.setdefault((entity, field), set()).update(ids)
    return todo


def _first_step(ctx: Context, entity: str, path: Path, states: list[RowState]) -> set[str]:
    """From written rows one step up the path."""
    holder, field, relation = _step(ctx, entity, path)
    if relation.kind == "many":
        found = set[str]()
        polymorphic = relation.via in plan_of(ctx.store, relation.target).any_links
        for state in states:
            for row in (state.old, state.new):
                if row and row.get(relation.via) and _points(row, relation, holder, polymorphic):
                    found.add(row[relation.via])
        return found
    return _holders(ctx, holder, field, {state.id for state in states if state.action != "created"})


def _points(row: Mapping[str, Any], relation: Relation, holder: str, polymorphic: bool) -> bool:
    return not polymorphic or row.get(entity_column(relation.via)) == holder


def _above(ctx: Context, entity: str, path: Path, ids: set[str]) -> set[str]:
    """The records of `entity` from which the path goes to one of the ids."""
    while path and ids:
        holder, field, relation = _step(ctx, entity, path)
        many = relation.kind == "many"
        ids = _parents(ctx, holder, relation, ids) if many else _holders(ctx, holder, field, ids)
        path = path[:-1]
    return ids


def _step(ctx: Context, entity: str, path: Path) -> tuple[str, FieldModel, Relation]:
    """The last step of a path: the entity it starts from, its field and relation."""
    for step in path[:-1]:
        relation = ctx.store.entity(entity).fields[step].relation
        assert relation is not None
        entity = relation.target
    field = ctx.store.entity(entity).fields[path[-1]]
    assert field.relation is not None
    return entity, field, field.relation


def _parents(ctx: Context, holder: str, relation: Relation, ids: set[str]) -> set[str]:
    plan = plan_of(ctx.store, relation.target)
    link, found = plan.table.c[relation.via], set[str]()
    for some in chunks(ids):
        statement = select(link).where(plan.table.c.id.in_(some), link.is_not(None)).distinct()
        if relation.via in plan.any_links:
            statement = statement.where(plan.table.c[entity_column(relation.via)] == holder)
        found.update(ctx.connection.execute(statement).scalars())
    return found


def _holders(ctx: Context, holder: str, field: FieldModel, ids: set[str]) -> set[str]:
    table, found = ctx.store.table(holder), set[str]()
    for some in chunks(ids):
        found.update(ctx.connection.execute(select(table.c.id).where(table.c[field.key].in_(some))).scalars())
    return found


def _update(ctx: Context, entity: str, fields: tuple[str, ...], ids: Iterable[str]) -> None:
    """UPDATE of some stored formulas of one entity, for some records."""
    every = sorted(ids)
    if ctx.store.plan(("timeless", entity, fields), lambda: _timeless(ctx, entity, fields)) == "of now":
        statement = _statement(ctx, entity, fields, one=False)
    else:
        key = "rollup", ctx.connection.dialect.name, entity, fields, len(every) == 1
        statement = ctx.store.plan(key, lambda: _statement(ctx, entity, fields, one=len(every) == 1))
        if len(every) == 1:
            run(ctx, statement, [{"row_id": every[0]}])
        else:
            for some in chunks(every):
                run(ctx, statement, [{"ids": list(some)}])
        return
    for some in chunks(every):
        ctx.connection.execute(statement, {"ids": list(some)})


def _timeless(ctx: Context, entity: str, fields: tuple[str, ...]) -> Literal["timeless", "of now"]:
    """Whether the same statement serves every request."""
    nodes = (node for one in _steps(ctx, entity, fields) for node in _nodes(one))
    return "of now" if any(isinstance(node, VariableRead) for node in nodes) else "timeless"


def _nodes(one: Computation) -> Iterable[Any]:
    yield from walk(one.value.checked.core)
    if one.when is not None:
        yield from walk(one.when.checked.core)


def _statement(ctx: Context, entity: str, fields: tuple[str, ...], one: bool) -> Update:
    """For the record bound as `row_id`, or for those bound as `ids`."""
    table = ctx.store.table(entity)
    values: dict[str, Any] = {}
    for step in _steps(ctx, entity, fields):
        key = step.field.key
        value = kept_value(ctx, step.field, step.value.checked, table)
        if step.when is not None:
            value = case((value_on(ctx, entity, step.when.checked, table), value), else_=values.get(key, table.c[key]))
        values[key] = value
    here = table.c.id == bindparam("row_id") if one else listed(table.c.id, "ids")
    return update(table).where(here).values(values)


def _steps(ctx: Context, entity: str, fields: tuple[str, ...]) -> list[Computation]:
    rules = rules_of(ctx.store, entity)
    return [one for one in (*rules.computations, *rules.rollups) if one.field.key in fields]


def _ranks(ctx: Context) -> Mapping[Target, int]:
    """How many stored formulas stand below each; equal ranks do not read each other."""
    ranks: Mapping[Target, int] = ctx.store.plan(("ranks",), lambda: _make_ranks(ctx))
    return ranks


def _make_ranks(ctx: Context) -> dict[Target, int]:
    every = dependents_of(ctx.store)
    targets = {(one.entity, one.field) for some in every.values() for one in some}
    ranks: dict[Target, int] = {}

    def visit(target: Target, depth: int, trail: frozenset[Target]) -> None:
        if target in trail or ranks.get(target, -1) >= depth:
            return
        ranks[target] = depth
        for one in every.get(target, ()):
            visit((one.entity, one.field), depth + 1, trail | {target})

    for target in targets:
        visit(target, 0, frozenset())
    return ranks
