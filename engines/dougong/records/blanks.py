"""Where blanks stand in an order: before everything, on both databases alike, and so that an index serves it.

SQLite does so by itself; PostgreSQL puts them last unless the index and the query say otherwise.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class blanks_first(FunctionElement[Any]):  # noqa: N801 - reads as a function, like SQLAlchemy's own
    """An index column whose NULLs come first when it is read forwards."""

    inherit_cache = True


@compiles(blanks_first)
def _plain(element: blanks_first, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(blanks_first, "postgresql")
def _postgresql(element: blanks_first, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(element.clauses, **kw)} NULLS FIRST"


def in_order(column: ColumnElement[Any], descending: bool, nullable: bool = True) -> ColumnElement[Any]:
    """ORDER BY element: ascending with blanks first, descending with blanks last; the exact reverse of each other."""
    if not nullable:
        return column.desc() if descending else column.asc()
    return column.desc().nulls_last() if descending else column.asc().nulls_first()
