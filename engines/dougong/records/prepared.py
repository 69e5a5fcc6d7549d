"""Statements compiled once: their SQL text and what each parameter's and each result's type makes of a value.

Executing a statement costs SQLAlchemy several times what the database needs for it, and the write path sends the same
few every time. The text is its compiler's, unchanged.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from .context import Context
from .driver import Found, execute, load

Change = Insert | Update | Delete
Process = Callable[[Any], Any] | None
Row = tuple[Any, ...]


@dataclass(slots=True)
class Prepared:
    """`places` are the parameters in order, each with its type's processor; `constants` what the statement itself
    brings, ready for the driver; `positional` as the driver takes them; `kinds` the types of the result's columns."""

    text: str
    places: tuple[tuple[str, Process], ...]
    constants: Mapping[str, Any]
    positional: bool
    kinds: tuple[TypeEngine[Any], ...]
    copy: str = ""
    """A plain INSERT as COPY, where the database has that; its columns are the parameters in order."""
    reads: tuple[Process, ...] | None = None
    """What makes values of the columns; known once the driver has told what it gives."""

    def parameters(self, row: Mapping[str, Any]) -> Any:
        """A row's values as the driver takes them; None is NULL for every type there is."""
        if self.constants:
            row = {**self.constants, **row}
        if self.positional:
            return tuple(
                [
                    value if (value := row[key]) is None or process is None else process(value)
                    for key, process in self.places
                ]
            )
        return {
            key: value if (value := row[key]) is None or process is None else process(value)
            for key, process in self.places
        }

    def read(self, found: Found, dialect: Dialect) -> list[Row]:
        """The rows in canonical values."""
        reads = self.reads
        if reads is None:
            pairs = zip(self.kinds, found.codes, strict=True)
            self.reads = reads = tuple(kind.result_processor(dialect, code) for kind, code in pairs)
        return [
            tuple(
                [
                    value if value is None or process is None else process(value)
                    for value, process in zip(row, reads, strict=True)
                ]
            )
            for row in found.rows
        ]


_MANY = 20
"""Rows from which COPY pays."""
_KEPT: MutableMapping[Select[Any], dict[str, Prepared]] = WeakKeyDictionary()
"""By dialect."""


def run(ctx: Context, statement: Change, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """One execute for one row, executemany for more, nothing for none; what RETURNING of a single row gives.

    All rows have the same keys. The statement must live as long as the store or the process: what is prepared is kept
    by its identity.
    """
    if not rows:
        return []
    ready = _ready(ctx, statement, rows[0])
    if len(rows) > 1:
        parameters = [ready.parameters(row) for row in rows]
        if ready.copy and len(rows) >= _MANY:
            load(ctx.connection, ready.copy, ready.text, parameters)
        else:
            execute(ctx.connection, ready.text, parameters)
        return []
    found = execute(ctx.connection, ready.text, ready.parameters(rows[0]), fetch=bool(ready.kinds))
    return ready.read(found, ctx.connection.dialect) if ready.kinds else []


def rows_for(ctx: Context, statement: Select[Any], values: Mapping[str, Any]) -> list[Row]:
    """The rows of a SELECT, which must live as long as the store or the process."""
    ready = _ready(ctx, statement, values)
    found = execute(ctx.connection, ready.text, ready.parameters(values), fetch=True)
    return ready.read(found, ctx.connection.dialect)


def rows_at(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> list[Row]:
    """The same where there is no context; what is prepared lives as long as the statement."""
    dialect = connection.dialect
    kept = _KEPT.setdefault(statement, {})
    ready = kept.get(dialect.name)
    if ready is None:
        ready = kept[dialect.name] = prepare(dialect, statement, values)
    return ready.read(execute(connection, ready.text, ready.parameters(values), fetch=True), dialect)


def _ready(ctx: Context, statement: Change | Select[Any], values: Mapping[str, Any]) -> Prepared:
    dialect = ctx.connection.dialect
    found: Prepared = ctx.store.plan(("prepared", dialect.name, statement), lambda: prepare(dialect, statement, values))
    return found


def prepare(dialect: Dialect, statement: Change | Select[Any], values: Mapping[str, Any]) -> Prepared:
    """The statement as the driver takes it; `values` are a first run's, those not among them the statement's own.

    Lists of the statement itself (`IN (1, 2)`) are written out; a list among `values` cannot be prepared.
    """
    columns = list(values) if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    assert isinstance(compiled, SQLCompiler)
    assert not any(bind.expanding for key, bind in compiled.binds.items() if key in values)
    state = compiled.construct_expanded_state(dict(values))
    names = list(state.positiontup or ()) if compiled.positional else list(state.parameters)
    processors: dict[str, Process] = {
        key: compiled.binds[key].type.dialect_impl(dialect).bind_processor(dialect)
        if key in compiled.binds
        else state.processors.get(key)
        for key in names
    }
    constants = {}
    for key in set(names).difference(values):
        value, process = state.parameters[key], processors[key]
        constants[key], processors[key] = value if process is None else process(value), None
    places = tuple((key, processors[key]) for key in names)
    exported = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
    kinds = tuple(column.type.dialect_impl(dialect) for column in exported)
    copy = _copy_of(compiled, names) if isinstance(statement, Insert) and not kinds and not constants else ""
    return Prepared(state.statement, places, constants, compiled.positional, kinds, copy)


def _copy_of(compiled: SQLCompiler, names: Sequence[str]) -> str:
    statement = compiled.statement
    if not isinstance(statement, Insert) or compiled.dialect.name != "postgresql":
        return ""
    if statement._post_values_clause is not None:  # ON CONFLICT
        return ""
    quote, table = compiled.preparer, statement.table
    columns = ", ".join(quote.quote(str(table.c[name].name)) for name in names)
    return f"COPY {quote.format_table(table)} ({columns}) FROM STDIN"
