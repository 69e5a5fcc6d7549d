"""`column IN (SELECT ...)` in the form that serves: as a way to find rows, or as a question to each row.

PostgreSQL turns IN (SELECT) under OR into a filter over the whole table; `= ANY(ARRAY(SELECT ...))` runs the query once
and then uses the column's index, alone or in a BitmapOr. Asked of many rows, that array would be looked through from
its beginning each time, while IN (SELECT) hashes it.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from .context import Context


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


def among(ctx: Context, column: ColumnElement[Any], values: Select[Any], each: bool = False) -> ColumnElement[bool]:
    """True where the column is one of the values that an uncorrelated query of one column gives.

    `each`: it will be asked of many rows that are found in another way.
    """
    alone = values.correlate(None)
    if each or ctx.connection.dialect.name == "sqlite":
        return column.in_(alone)
    return _Among(column, alone.scalar_subquery())


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(ARRAY{compiler.process(values, **kw)})"
