"""A SELECT of rows by their keys in two forms: for one key, which the database answers soonest, and for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, tuple_

from ..context import Context
from ..listed import listed
from ..prepared import rows_for


@dataclass(frozen=True, slots=True)
class Keyed:
    """`run` picks the form; keys of several columns are tuples. `kept` ones live as long as the store."""

    one: Select[Any]
    many: Select[Any]
    kept: bool = True

    def run(self, ctx: Context, keys: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows of these keys."""
        if len(keys) > 1:
            values: dict[str, Any] = {"keys": list(keys)}
            single = not isinstance(keys[0], tuple)
            return (
                rows_for(ctx, self.many, values)
                if self.kept and single
                else ctx.connection.execute(self.many, values).all()
            )
        parts = keys[0] if isinstance(keys[0], tuple) else (keys[0],)
        values = {f"key_{number}": part for number, part in enumerate(parts)}
        return rows_for(ctx, self.one, values) if self.kept else ctx.connection.execute(self.one, values).all()

    @property
    def names(self) -> list[str]:
        """The columns of a row, in order."""
        return [str(key) for key in self.one.selected_columns.keys()]  # noqa: SIM118

    def where(self, condition: ColumnElement[bool]) -> "Keyed":
        return Keyed(self.one.where(condition), self.many.where(condition), False)

    def also(self, column: ColumnElement[Any]) -> "Keyed":
        """With one more column."""
        return Keyed(self.one.add_columns(column), self.many.add_columns(column), False)

    def locked(self, table: Any) -> "Keyed":
        """Holding the rows of a table until the transaction ends."""
        return Keyed(self.one.with_for_update(of=table), self.many.with_for_update(of=table), self.kept)


def by_key(statement: Select[Any], *columns: ColumnElement[Any]) -> Keyed:
    """A statement's rows by one column or several."""
    one = and_(*(column == bindparam(f"key_{number}", type_=column.type) for number, column in enumerate(columns)))
    several = tuple_(*columns).in_(bindparam("keys", expanding=True))
    many = listed(columns[0], "keys") if len(columns) == 1 else several
    return Keyed(statement.where(one), statement.where(many))
