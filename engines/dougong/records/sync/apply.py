"""Carries out a sync plan on the connection given, inside its transaction: all of it or nothing."""

from collections.abc import Callable, Iterator

from sqlalchemy import (
    Column,
    Connection,
    Index,
    MetaData,
    Table,
    bindparam,
    column,
    delete,
    insert,
    inspect,
    literal,
    select,
    text,
    update,
)
from sqlalchemy import table as lightweight
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, DropIndex

from dougong.expressions.sql.types import Id, column_type
from dougong.metamodel.problem import ProblemsFound, ValueProblem

from ..names import physical
from ..store import RecordStore
from ..system_tables import entity_shape
from .ddl import AddColumn, DropColumnConstraint, RenameColumn, RenameTable
from .plan import schema_of
from .shape import storage_of
from .steps import Step, StepKind, SyncPlan

BATCH = 2000


def apply(connection: Connection, store: RecordStore, plan: SyncPlan) -> None:
    """Runs the steps but for those to be done `later`, and remembers the new shapes; raises ProblemsFound for a plan with
    problems."""
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
    for step in plan.steps:
        if step.kind != "create_table" and not step.later:
            _RUN[step.kind](connection, store, step)
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


def _change(connection: Connection, store: RecordStore, step: Step) -> None:
    """Sets the old column aside, adds the new one and fills it row by row through the field type's own reading."""
    _set_aside(connection, store, step)
    table = store.with_targets(step.entity)
    connection.execute(AddColumn(table, table.c[step.name]))
    field = store.entity(step.entity).fields.get(step.name)
    if field is None or (field.storage is not None and field.storage.polymorphic):
        return
    old = lightweight(table.name, column("id", Id()), column(step.aside, column_type(storage_of(step.was))))
    put = update(table).where(table.c.id == bindparam("row_id")).values({step.name: bindparam("value")})
    last: str | None = None
    while True:
        page = select(old.c.id, old.c[step.aside]).where(old.c[step.aside].is_not(None)).order_by(old.c.id).limit(BATCH)
        found = connection.execute(page if last is None else page.where(old.c.id > last)).all()
        if not found:
            return
        last = found[-1][0]
        changed = []
        for identity, raw in found:
            try:
                value = field.type.normalise(field.field, raw)
            except ValueProblem:
                continue  # stays blank; the old value is kept aside
            changed.append({"row_id": identity, "value": value})
        if changed:
            connection.execute(put, changed)


def _named(name: str) -> Table:
    return Table(name, MetaData())


def _index(name: str) -> Index:
    """Just enough of an index to drop it by name."""
    holder = Table("any", MetaData(), Column("id", Id()))
    return Index(name, holder.c.id)


_RUN: dict[StepKind, Callable[[Connection, RecordStore, Step], None]] = {
    "create_table": _create_table,
    "restore_table": _restore_table,
    "set_table_aside": _set_table_aside,
    "add_column": _add_column,
    "restore_column": _restore_column,
    "set_column_aside": _set_aside,
    "change_column": _change,
    "create_index": _create_index,
    "drop_index": _drop_index,
    "create_closure": _create_closure,
}
