"""`column IN (SELECT ...)` in the form that each database serves from an index even beside OR.

PostgreSQL turns IN (SELECT) under OR into a filter over the whole table; `= ANY(ARRAY(SELECT ...))` runs the query once
and then uses the column's index, alone or in a BitmapOr.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


def among(column: ColumnElement[Any], values: Select[Any]) -> ColumnElement[bool]:
    """True where the column is one of the values that an uncorrelated query of one column gives."""
    return _Among(column, values.correlate(None).scalar_subquery())


@compiles(_Among)
def _in(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} IN {compiler.process(values, **kw)}"


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(ARRAY{compiler.process(values, **kw)})"
