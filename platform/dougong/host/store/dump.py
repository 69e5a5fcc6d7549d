"""A workspace's rows as JSON lines, the same for SQLite and PostgreSQL: how a workspace moves from one to the other.

What schema sync has put aside goes along, and comes back where its field or entity does.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from dougong.expressions.sql.types import DateText, Instant, ScaledDecimal
from dougong.metamodel.compile import compile_model
from dougong.records.store import RecordStore
from dougong.records.sync import aside
from dougong.records.system_tables import SYSTEM_METADATA

from .documents import load_documents
from .tables import METADATA

_PIECE = 1000
Lines = Callable[[str], Iterable[bytes]]
"""The lines of a table by its name; none when the dump does not have it."""


def dump(connection: Connection) -> Iterator[tuple[str, Iterator[bytes]]]:
    """(table, its rows as lines); the connection's transaction must be a snapshot."""
    store = RecordStore(compile_model(load_documents(connection)))
    entities = store.build_all()
    standing = {table.name: table for table in aside.standing(store, aside.shapes(connection))}
    every = {**METADATA.tables, **SYSTEM_METADATA.tables, **entities.tables, **standing}
    for table in every.values():
        yield table.name, _lines(connection, table)


def restore(connection: Connection, lines: Lines) -> None:
    """Fills an empty workspace whose platform tables are there (migrated), in the caller's transaction."""
    late = connection.dialect.name == "postgresql"
    if not late:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in (*METADATA.tables.values(), *SYSTEM_METADATA.tables.values()):
        _fill(connection, table, lines(table.name))
    store = RecordStore(compile_model(load_documents(connection)))
    entities = store.build_all()
    for table in entities.tables.values():
        connection.execute(CreateTable(table, include_foreign_key_constraints=[] if late else None))
    known = aside.shapes(connection)
    aside.make(connection, store, known)
    standing = {table.name: table for table in aside.standing(store, known)}
    for table in {**entities.tables, **standing}.values():
        _fill(connection, table, lines(table.name))
    for table in entities.tables.values():
        for index in table.indexes:
            connection.execute(CreateIndex(index))
    if late:
        for table in entities.tables.values():
            for constraint in table.foreign_key_constraints:
                connection.execute(AddConstraint(constraint, isolate_from_table=False))
        _move_serials(connection)


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
