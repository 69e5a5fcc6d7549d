"""`column IN (these values)` with the values as one parameter, so that the same prepared statement serves any number."""

from typing import Any

import orjson
from sqlalchemy import Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def listed(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """True where the column is one of the values of the list bound under a name."""
    return _Listed(column, bindparam(name, type_=_Many(column.type)))


class _Listed(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: Any = None) -> Any:
        """A condition as it stands: SQLAlchemy would compare it with 1 on SQLite, and no index would serve it."""
        return self


class _Many(TypeDecorator[Any]):
    """A list of values of one type: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else Text())

    def bind_processor(self, dialect: Dialect) -> Any:
        if dialect.name == "postgresql":
            return self.load_dialect_impl(dialect).dialect_impl(dialect).bind_processor(dialect)
        item = self.item.dialect_impl(dialect).bind_processor(dialect)
        if item is None:
            return lambda values: orjson.dumps(values).decode()
        return lambda values: orjson.dumps([item(value) for value in values]).decode()


@compiles(_Listed, "sqlite")
def _of_json(element: _Listed, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(values, **kw)}))"  # noqa: S608


@compiles(_Listed, "postgresql")
def _of_array(element: _Listed, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY ({compiler.process(values, **kw)})"
