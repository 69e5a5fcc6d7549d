"""Statements of the write path compiled once: their SQL text and what each parameter's type makes of a value.

Executing a statement costs SQLAlchemy several times what the database needs for it, and the write path sends the same
few every time. The text is its compiler's, unchanged; only statements without expanding parameters can be prepared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, Delete, Insert, Update
from sqlalchemy.sql.compiler import SQLCompiler

from .context import Context

Change = Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class Prepared:
    """`places` are the parameters in order, each with its type's processor; `constants` what the statement itself
    brings, ready for the driver; `positional` as the driver takes them."""

    text: str
    places: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    constants: Mapping[str, Any]
    positional: bool

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


def run(ctx: Context, statement: Change, rows: Sequence[Mapping[str, Any]]) -> CursorResult[Any] | None:
    """One execute for one row, executemany for more, nothing for none. All rows have the same keys.

    The statement must live as long as the store or the process: what is prepared is kept by its identity.
    """
    if not rows:
        return None
    dialect = ctx.connection.dialect
    ready: Prepared = ctx.store.plan(
        ("prepared", dialect.name, statement), lambda: _prepare(ctx, statement, list(rows[0]))
    )
    if len(rows) == 1:
        return ctx.connection.exec_driver_sql(ready.text, ready.parameters(rows[0]))
    return ctx.connection.exec_driver_sql(ready.text, [ready.parameters(row) for row in rows])


def _prepare(ctx: Context, statement: Change, keys: list[str]) -> Prepared:
    dialect = ctx.connection.dialect
    compiled = statement.compile(dialect=dialect, column_keys=keys if isinstance(statement, Insert) else None)
    assert isinstance(compiled, SQLCompiler)
    assert not compiled.post_compile_params and not compiled.literal_execute_params
    names = list(compiled.positiontup or ()) if compiled.positional else list(compiled.binds)
    processors = {key: compiled.binds[key].type.dialect_impl(dialect).bind_processor(dialect) for key in names}
    constants = {}
    for key in set(names).difference(keys):
        value, process = compiled.binds[key].effective_value, processors[key]
        constants[key], processors[key] = value if process is None else process(value), None
    places = tuple((key, processors[key]) for key in names)
    return Prepared(compiled.string, places, constants, compiled.positional)
