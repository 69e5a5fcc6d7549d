"""Carries out a sync plan on the connection given, inside its transaction: all of it or nothing."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import (
    Column,
    Connection,
    Index,
    MetaData,
    Table,
    bindparam,
    delete,
    insert,
    inspect,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, DropIndex

from dougong.expressions.sql.types import Id, column_type
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound

from ..names import physical
from ..store import RecordStore
from ..system_tables import entity_shape
from .ddl import AddColumn, DropColumnConstraint, RenameColumn, RenameTable
from .plan import schema_of
from .shape import storage_of
from .steps import Step, StepKind, SyncPlan


def apply(
    connection: Connection, store: RecordStore, plan: SyncPlan, before: Model | None = None, language: str = "zh-CN"
) -> None:
    """Runs the steps but for those to be done `later`, and remembers the new shapes; raises ProblemsFound for a plan with
    problems. `before` is the model until now: values that change their type are read by what they were,
    options by their names in a language."""
    if plan.problems:
        raise ProblemsFound(plan.problems)
    if connection.dialect.name == "postgresql" and plan.steps:
        # Foreign keys yet to be checked would stand in the way of ALTER TABLE; check what this transaction wrote now.
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    created = [step for step in plan.steps if step.kind == "create_table"]
    for step in created:
        _create_table(connection, store, step)
    if connection.dialect.name == "postgresql":
        for step in created:
            for key in store.table(step.entity).foreign_key_constraints:
                connection.execute(AddConstraint(key, isolate_from_table=False))
    run: dict[StepKind, _Run] = {**_RUN, "change_column": partial(_change, before=before, language=language)}
    for step in plan.steps:
        if step.kind != "create_table" and not step.later:
            run[step.kind](connection, store, step)
    for entity, shape in plan.shapes.items():
        connection.execute(delete(entity_shape).where(entity_shape.c.entity == entity))
        connection.execute(insert(entity_shape).values(entity=entity, shape=shape.to_json()))


def rebuild_closure(connection: Connection, store: RecordStore, entity: str, field: str) -> None:
    """Fills the closure of a tree link anew from the table."""
    table, closure = store.table(entity), store.closure(entity, field)
    connection.execute(delete(closure))
    pairs = select(table.c.id.label("ancestor"), table.c.id.label("descendant"), literal(0).label("depth")).cte(
        "pairs", recursive=True
    )
    below = select(pairs.c.ancestor, table.c.id, pairs.c.depth + 1).where(
        table.c[field] == pairs.c.descendant, pairs.c.depth < 200
    )
    connection.execute(insert(closure).from_select(["ancestor", "descendant", "depth"], select(pairs.union_all(below))))


def _create_table(connection: Connection, store: RecordStore, step: Step) -> None:
    table = store.with_targets(step.entity)
    late = connection.dialect.name == "postgresql"  # tables may point at each other; SQLite does not look
    connection.execute(CreateTable(table, include_foreign_key_constraints=[] if late else None))
    for index in table.indexes:
        connection.execute(CreateIndex(index))


def _restore_table(connection: Connection, store: RecordStore, step: Step) -> None:
    connection.execute(RenameTable(_named(step.name), store.table(step.entity).name))


def _set_table_aside(connection: Connection, store: RecordStore, step: Step) -> None:
    for name in step.columns:
        connection.execute(DropIndex(_index(name), if_exists=True))
    connection.execute(RenameTable(_named(step.name), step.aside))


def _add_column(connection: Connection, store: RecordStore, step: Step) -> None:
    table = store.with_targets(step.entity)
    connection.execute(AddColumn(table, table.c[step.name]))


def _restore_column(connection: Connection, store: RecordStore, step: Step) -> None:
    connection.execute(RenameColumn(store.table(step.entity), step.aside, step.name))


def _drop_index(connection: Connection, store: RecordStore, step: Step) -> None:
    connection.execute(DropIndex(_index(step.name), if_exists=True))


def _create_index(connection: Connection, store: RecordStore, step: Step) -> None:
    wanted = next(index for index in store.table(step.entity).indexes if index.name == step.name)
    connection.execute(CreateIndex(wanted))


def _create_closure(connection: Connection, store: RecordStore, step: Step) -> None:
    closure = store.closure(step.entity, step.name)
    connection.execute(CreateTable(closure, if_not_exists=True))
    for index in closure.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))
    rebuild_closure(connection, store, step.entity, step.name)


def _set_aside(connection: Connection, store: RecordStore, step: Step) -> None:
    table = store.table(step.entity)
    for name in _indexes_over(connection, table, step.name):
        connection.execute(DropIndex(_index(name), if_exists=True))
    if connection.dialect.name == "postgresql":
        # Kept data must not hold other records in place. SQLite cannot drop a constraint without copying the table.
        connection.execute(DropColumnConstraint(table, physical(f"fk_{step.entity}__{step.name}")))
    connection.execute(RenameColumn(table, step.name, step.aside))


def _indexes_over(connection: Connection, table: Table, name: str) -> Iterator[str]:
    for index in inspect(connection).get_indexes(table.name, schema=schema_of(connection)):
        if name in index["column_names"] and index["name"] is not None:
            yield index["name"]


def _change(connection: Connection, store: RecordStore, step: Step, before: Model | None, language: str) -> None:
    """Sets the old column aside, adds the new one and fills it with what the field as it is now makes of the values."""
    from ..convert import convert  # they are of the write path, which reads tables and so knows this package
    from ..rewrite import pages

    _set_aside(connection, store, step)
    table = store.with_targets(step.entity)
    connection.execute(AddColumn(table, table.c[step.name]))
    field = store.entity(step.entity).fields.get(step.name)
    if field is None or (field.storage is not None and field.storage.polymorphic):
        return
    known = before.entities.get(step.entity) if before else None
    was = known.fields.get(step.name) if known else None
    old = aside_of(table, step)
    put = update(table).where(table.c.id == bindparam("row_id")).values({step.name: bindparam("value")})
    for found in pages(connection, old, [old.c[step.aside]], old.c[step.aside].is_not(None)):
        values = convert(connection, store, was, field, [raw for _, raw in found], language)
        changed = [
            {"row_id": identity, "value": one.value}
            for (identity, _), one in zip(found, values, strict=True)
            if one.value is not None  # else it stays blank; the old value is kept aside
        ]
        if changed:
            connection.execute(put, changed)


def aside_of(table: Table, step: Step) -> Table:
    """The table as far as a step has set a column of it aside: ids and old values."""
    return Table(table.name, MetaData(), Column("id", Id()), Column(step.aside, column_type(storage_of(step.was))))


def _named(name: str) -> Table:
    return Table(name, MetaData())


def _index(name: str) -> Index:
    """Just enough of an index to drop it by name."""
    holder = Table("any", MetaData(), Column("id", Id()))
    return Index(name, holder.c.id)


_Run = Callable[[Connection, RecordStore, Step], None]
_RUN: dict[StepKind, _Run] = {
    "create_table": _create_table,
    "restore_table": _restore_table,
    "set_table_aside": _set_table_aside,
    "add_column": _add_column,
    "restore_column": _restore_column,
    "set_column_aside": _set_aside,
    "create_index": _create_index,
    "drop_index": _drop_index,
    "create_closure": _create_closure,
}
