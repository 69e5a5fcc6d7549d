"""SQL text straight to the database driver, in the connection's transaction, with SQLAlchemy's errors.

A statement costs SQLAlchemy some 60 microseconds around the driver, as much as a small write costs the database. Where
somebody listens to statements (a tracer, a test), they go SQLAlchemy's way.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


class Found(NamedTuple):
    """Rows as the driver gives them, and its code for the type of each column."""

    rows: Sequence[Sequence[Any]] = ()
    codes: Sequence[Any] = ()


def execute(connection: Connection, text: str, parameters: Any, *, fetch: bool = False) -> Found:
    """Executes once, or many times when `parameters` is a list; the rows, if wanted.

    Raises what `Connection.exec_driver_sql` raises.
    """
    if not connection.in_transaction():
        connection.begin()  # as SQLAlchemy does at a first statement; the connection holds and ends it
    if _is_heard(connection):
        found = connection.exec_driver_sql(text, parameters)
        return _fetched(found.cursor) if fetch else Found()
    with _cursor(connection, text, parameters) as cursor:
        if isinstance(parameters, list):
            cursor.executemany(text, parameters)
        else:
            cursor.execute(text, parameters)
        return _fetched(cursor) if fetch else Found()


def load(connection: Connection, copy: str, text: str, rows: list[dict[str, Any]]) -> None:
    """Many new rows by PostgreSQL's COPY, which costs both sides half of what as many INSERTs do.

    `text` is the INSERT, for who listens; each row has the columns in the order in which COPY names them.
    """
    if _is_heard(connection):
        execute(connection, text, rows)
        return
    if not connection.in_transaction():
        connection.begin()
    with _cursor(connection, copy, rows) as cursor, cursor.copy(copy) as lines:
        for row in rows:
            lines.write_row(list(row.values()))


@contextmanager
def _cursor(connection: Connection, text: str, parameters: Any) -> Iterator[Any]:
    """A cursor of the driver; its errors are told as SQLAlchemy tells them."""
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except Exception as error:
        base = connection.dialect.loaded_dbapi.Error
        if isinstance(error, base):
            raise DBAPIError.instance(text, parameters, error, base) from error
        raise
    finally:
        cursor.close()


def _fetched(cursor: Any) -> Found:
    return Found(cursor.fetchall(), [column[1] for column in cursor.description])


def _is_heard(connection: Connection) -> bool:
    dispatch = connection.dispatch
    return bool(dispatch.before_cursor_execute or dispatch.after_cursor_execute)
