"""A workspace's rows as JSON lines, the same for SQLite and PostgreSQL: how a workspace moves from one to the other.

What schema sync has put aside is not in it; a SQLite backup that is restored on SQLite keeps even that.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, LargeBinary, Table, delete, func, insert, select, text
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from dougong.expressions.sql.types import DateText, Instant, ScaledDecimal
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document
from dougong.records.store import RecordStore
from dougong.records.sync.shape import wanted_shape
from dougong.records.system_tables import SYSTEM_METADATA, entity_shape

from .documents import load_documents
from .tables import METADATA, app_document

_PIECE = 1000
Lines = Callable[[str], Iterable[bytes]]
"""The lines of a table by its name; none when the dump does not have it."""


def tables_of(documents: Iterable[Document]) -> list[Table]:
    """Every table of a workspace with these documents: the platform's, the records engine's, the entities'."""
    entities = RecordStore(compile_model(documents)).build_all()
    return [*METADATA.tables.values(), *SYSTEM_METADATA.tables.values(), *entities.tables.values()]


def dump(connection: Connection) -> Iterator[tuple[str, Iterator[bytes]]]:
    """(table, its rows as lines); the connection's transaction must be a snapshot."""
    for table in tables_of(load_documents(connection)):
        yield table.name, _lines(connection, table)


def restore(connection: Connection, lines: Lines) -> None:
    """Fills an empty workspace whose platform tables are there (migrated), in the caller's transaction."""
    late = connection.dialect.name == "postgresql"
    if not late:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in (*METADATA.tables.values(), *SYSTEM_METADATA.tables.values()):
        _fill(connection, table, lines(table.name))
    holding = [
        Document(raw["app"], raw["kind"], raw["file"], raw["raw"])
        for raw in map(orjson.loads, lines(app_document.name))
        if raw["until"] is None
    ]
    store = RecordStore(compile_model(holding))
    entities = store.build_all()
    for table in entities.tables.values():
        connection.execute(CreateTable(table, include_foreign_key_constraints=[] if late else None))
    for table in entities.tables.values():
        _fill(connection, table, lines(table.name))
        for index in table.indexes:
            connection.execute(CreateIndex(index))
    _remember_shapes(connection, store)
    if late:
        for table in entities.tables.values():
            for constraint in table.foreign_key_constraints:
                connection.execute(AddConstraint(constraint, isolate_from_table=False))
        _move_serials(connection)


def _remember_shapes(connection: Connection, store: RecordStore) -> None:
    """Schema sync finds what the model asks for, and nothing put aside."""
    connection.execute(delete(entity_shape))
    for key in store.model.entities:
        connection.execute(insert(entity_shape).values(entity=key, shape=wanted_shape(store, key).to_json()))


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    rows = connection.execution_options(yield_per=_PIECE).execute(select(table))
    names = [str(column.name) for column in table.columns]
    for row in rows:
        yield orjson.dumps(dict(zip(names, map(_plain, row), strict=True)))


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def _fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    readers = {str(column.name): _reader(column.type) for column in table.columns}
    rows: list[dict[str, Any]] = []
    for line in lines:
        raw = orjson.loads(line)
        rows.append(
            {key: value if value is None else readers[key](value) for key, value in raw.items() if key in readers}
        )
        if len(rows) == _PIECE:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)


def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns a JSON value back into the column's."""
    for known, reader in _READERS:
        if isinstance(kind, known):
            return reader
    return lambda value: value


_READERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Instant, datetime.fromisoformat),
    (DateText, date.fromisoformat),
    (ScaledDecimal, Decimal),
    (LargeBinary, base64.b64decode),
)


def _move_serials(connection: Connection) -> None:
    """PostgreSQL's counters of numbered rows stand where the dump was made."""
    for table in (*METADATA.tables.values(), *SYSTEM_METADATA.tables.values()):
        column = table.autoincrement_column
        if column is not None and column.primary_key:
            name = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(
                select(func.setval(name, func.coalesce(func.max(column), 0) + 1, False)).select_from(table)
            )
