"""`column IN (SELECT ...)` in the form that each database serves from an index even beside OR.

PostgreSQL turns IN (SELECT) under OR into a filter over the whole table; `= ANY(ARRAY(SELECT ...))` runs the query once
and then uses the column's index, alone or in a BitmapOr.
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


def among(ctx: Context, column: ColumnElement[Any], values: Select[Any]) -> ColumnElement[bool]:
    """True where the column is one of the values that an uncorrelated query of one column gives."""
    alone = values.correlate(None)
    if ctx.connection.dialect.name == "sqlite":
        return column.in_(alone)
    return _Among(column, alone.scalar_subquery())


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(ARRAY{compiler.process(values, **kw)})"
