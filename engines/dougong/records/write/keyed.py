"""A SELECT of rows by their keys in two prepared forms: for one key, which the database answers soonest, and for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, CursorResult, Select, and_, bindparam, tuple_


@dataclass(frozen=True, slots=True)
class Keyed:
    """`run` picks the form; keys of several columns are tuples."""

    one: Select[Any]
    many: Select[Any]

    def run(self, connection: Connection, keys: Sequence[Any]) -> CursorResult[Any]:
        """The rows of these keys."""
        if len(keys) > 1:
            return connection.execute(self.many, {"keys": list(keys)})
        parts = keys[0] if isinstance(keys[0], tuple) else (keys[0],)
        return connection.execute(self.one, {f"key_{number}": part for number, part in enumerate(parts)})

    def where(self, condition: ColumnElement[bool]) -> "Keyed":
        return Keyed(self.one.where(condition), self.many.where(condition))

    def also(self, column: ColumnElement[Any]) -> "Keyed":
        """With one more column."""
        return Keyed(self.one.add_columns(column), self.many.add_columns(column))

    def locked(self, table: Any) -> "Keyed":
        """Holding the rows of a table until the transaction ends."""
        return Keyed(self.one.with_for_update(of=table), self.many.with_for_update(of=table))


def by_key(statement: Select[Any], *columns: ColumnElement[Any]) -> Keyed:
    """A statement's rows by one column or several."""
    keys: BindParameter[Any] = bindparam("keys", expanding=True)
    one = and_(*(column == bindparam(f"key_{number}", type_=column.type) for number, column in enumerate(columns)))
    many = columns[0].in_(keys) if len(columns) == 1 else tuple_(*columns).in_(keys)
    return Keyed(statement.where(one), statement.where(many))
