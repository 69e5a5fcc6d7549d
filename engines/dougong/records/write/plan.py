"""The write plan of an entity: everything about writing it that can be known before the first row arrives.

Made once per model revision and kept in the store; the steps ask it what they may skip.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, insert, select, update

from dougong.expressions.core import Path
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.rules import Computation, Dependent, RuleSet, compile_rules, dependents

from ..names import entity_column
from ..store import RecordStore
from ..tables import tree_fields, unique_keys
from .keyed import Keyed, by_key

Tree = dict[str, Any]
"""Needed paths as nested steps: {"parent": {"name": {}}}."""
FOR_SYSTEM = frozenset({"created_at", "created_by"})
"""System fields that an import or the system itself may give."""
NEVER_GIVEN = frozenset({"id", "rev", "updated_at", "updated_by", "deleted_at"})


@dataclass(frozen=True, slots=True)
class WritePlan:
    """`inputs` are the fields that may be given; `children` the fields whose rows are written with the record."""

    entity: EntityModel
    table: Table
    blank: Mapping[str, None]
    rules: RuleSet
    inputs: Mapping[str, FieldModel]
    children: Mapping[str, FieldModel]
    open: frozenset[str]
    """What people may give."""
    for_import: frozenset[str]
    """What an import may give besides."""
    for_system: frozenset[str]
    """What only the system may give besides."""
    nothing: Mapping[str, list[Any]]
    """Every to-many field without rows."""
    required: tuple[FieldModel, ...]
    required_children: tuple[FieldModel, ...]
    switches: tuple[str, ...]
    """Boolean columns: blank is no."""
    links: Mapping[str, str]
    """Link column -> target entity."""
    any_links: tuple[str, ...]
    link_columns: frozenset[str]
    """Both kinds."""
    uniques: tuple[tuple[str, ...], ...]
    trees: tuple[str, ...]
    numbers: tuple[FieldModel, ...]
    searched: tuple[str, ...]
    secrets: frozenset[str]
    """Encrypted at rest."""
    veiled: frozenset[str]
    """Not in clear in the history: secrets and sensitive fields."""
    deriving: Tree
    """What defaults and computations read, as nested steps of paths."""
    checking: Tree
    """What validations and gates read."""
    early: tuple[Computation, ...]
    """Roll-ups that rules of the record itself read, so they are needed before the row is written."""
    mixed: tuple[Computation, ...]
    """Roll-ups that read what computations of the record work out, so that they come once more after them."""
    insert: Insert
    load: Keyed
    lock: Keyed
    exist: Keyed
    """Ids of living rows."""
    taken: Mapping[tuple[str, ...], Keyed]
    """Per unique key: id and key of living rows."""

    @property
    def key(self) -> str:
        return self.entity.key


def plan_of(store: RecordStore, entity: str) -> WritePlan:
    """The plan, made when first asked for; KeyError when there is no such entity."""
    plan: WritePlan = store.plan(("write", entity), lambda: _make(store, entity))
    return plan


def dependents_of(store: RecordStore) -> Mapping[tuple[str, str], tuple[Dependent, ...]]:
    """Which stored formulas read a field, over the whole model."""
    found: Mapping[tuple[str, str], tuple[Dependent, ...]] = store.plan(
        ("dependents",),
        lambda: dependents(store.model, {key: rules_of(store, key) for key in store.model.entities}),
    )
    return found


def rules_of(store: RecordStore, entity: str) -> RuleSet:
    """The compiled rules of an entity, one copy per revision."""
    rules: RuleSet = store.plan(("rules", entity), lambda: compile_rules(store.model, entity))
    return rules


def update_of(store: RecordStore, entity: str, columns: frozenset[str]) -> Update:
    """UPDATE of these columns for the row whose id is bound as `row_id`."""

    def make() -> Update:
        table = store.table(entity)
        return update(table).where(table.c.id == bindparam("row_id")).values({c: bindparam(c) for c in sorted(columns)})

    statement: Update = store.plan(("update", entity, columns), make)
    return statement


def _make(store: RecordStore, key: str) -> WritePlan:
    entity = store.entity(key)
    table = store.table(key)
    fields = entity.fields.values()
    stored = entity.columns
    any_links = tuple(f.key for f in stored if f.storage and f.storage.polymorphic)
    load = by_key(select(table).order_by(table.c.id), table.c.id)
    rules = rules_of(store, key)
    conditions = [*(condition for _, condition in rules.validations), *rules.gates.values(), *rules.fixes.values()]
    checked = [path for condition in conditions for path in condition.dependencies]
    links = {f.key: f.storage.target for f in stored if f.storage and f.storage.target in store.model.entities}
    return WritePlan(
        entity=entity,
        table=table,
        blank=dict.fromkeys(str(column.name) for column in table.columns),
        rules=rules,
        inputs={f.key: f for f in fields if f.key not in NEVER_GIVEN},
        children={f.key: f for f in fields if f.relation is not None and f.relation.owned},
        open=frozenset(f.key for f in stored if is_open(f)),
        for_import=frozenset(f.key for f in stored if f.key in FOR_SYSTEM or pattern_of(f) is not None),
        for_system=frozenset(f.key for f in stored if f.formula is None),
        nothing={f.key: [] for f in fields if f.storage is None},
        required=tuple(f for f in stored if f.field.required),
        required_children=tuple(f for f in fields if f.storage is None and f.field.required and f.relation),
        switches=tuple(f.key for f in stored if f.storage and f.storage.kind == "boolean"),
        links=links,
        any_links=any_links,
        link_columns=frozenset([*links, *any_links]),
        uniques=tuple(unique_keys(entity)),
        trees=tuple(f.key for f in tree_fields(entity)),
        numbers=tuple(f for f in stored if pattern_of(f) is not None),
        searched=tuple(dict.fromkeys([entity.title.key, *(f.key for f in stored if f.field.search)])),
        secrets=frozenset(f.key for f in stored if is_secret(f)),
        veiled=frozenset(f.key for f in fields if f.field.sensitive or is_secret(f)),
        deriving=tree_of(_derived_from(rules)),
        checking=tree_of([*checked, *((key,) for key in _required_rows(entity))]),
        early=_early(rules, checked),
        mixed=_mixed(rules),
        insert=insert(table).inline(),
        load=load,
        lock=load.locked(table),
        exist=by_key(select(table.c.id).where(table.c.deleted_at.is_(None)), table.c.id),
        taken={columns: _taken(table, columns) for columns in unique_keys(entity)},
    )


def tree_of(paths: Iterable[Path]) -> Tree:
    """Paths as a tree of steps."""
    tree: Tree = {}
    for path in paths:
        below = tree
        for step in path:
            below = below.setdefault(step, {})
    return tree


def _derived_from(rules: RuleSet) -> list[Path]:
    """What defaults and computations read."""
    found = [path for one in rules.fillings for path in one.dependencies]
    return found + [path for one in rules.computations for path in one.dependencies]


def _required_rows(entity: EntityModel) -> list[str]:
    """To-many fields that a gate wants filled."""
    gates = entity.pipeline.gates.values() if entity.pipeline else ()
    keys = dict.fromkeys(key for gate in gates for key in gate.require if key in entity.fields)
    return [key for key in keys if (relation := entity.fields[key].relation) and relation.kind == "many"]


def _taken(table: Table, columns: tuple[str, ...]) -> Keyed:
    keys = [table.c[column] for column in columns]
    return by_key(select(table.c.id, *keys).where(table.c.deleted_at.is_(None)), *keys)


def _early(rules: RuleSet, checked: list[Path]) -> tuple[Computation, ...]:
    """Roll-ups read by validations, gates or computations, and the roll-ups those read."""
    needed = {path[0] for path in checked}
    needed.update(path[0] for path in _derived_from(rules))
    for one in reversed(rules.rollups):
        if one.field.key in needed:
            needed.update(path[0] for path in one.dependencies)
    return tuple(one for one in rules.rollups if one.field.key in needed)


def _mixed(rules: RuleSet) -> tuple[Computation, ...]:
    worked_out = {(one.field.key,) for one in rules.computations}
    return tuple(one for one in rules.rollups if worked_out & one.dependencies)


def is_open(field: FieldModel) -> bool:
    """Whether people may give the field a value."""
    return field.formula is None and not field.field.read_only and pattern_of(field) is None


def pattern_of(field: FieldModel) -> str | None:
    """The pattern of an automatic number, None for other fields."""
    return getattr(field.field, "pattern", None)


def is_secret(field: FieldModel) -> bool:
    """Whether the value is encrypted at rest."""
    return bool(getattr(field.field, "encrypted_at_rest", False))


def columns_of(plan: WritePlan, field: str) -> tuple[str, ...]:
    """A field's columns: two for a polymorphic link."""
    return (field, entity_column(field)) if field in plan.any_links else (field,)
