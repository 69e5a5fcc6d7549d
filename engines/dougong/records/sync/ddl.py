"""The ALTER statements schema sync needs, as SQLAlchemy DDL elements.

Alembic's operations copy the whole table on SQLite for a rename, and cannot add a column with its foreign key there;
both databases do these four in place.
"""

from typing import Any

from sqlalchemy import Column, Index, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex, DropIndex, ExecutableDDLElement
from sqlalchemy.sql.compiler import DDLCompiler


class AddColumn(ExecutableDDLElement):
    """Adds a nullable column of `table`, with its foreign key when it has one."""

    def __init__(self, table: Table, column: Column[Any]) -> None:
        self.table, self.column = table, column


class RenameColumn(ExecutableDDLElement):
    def __init__(self, table: Table, old: str, new: str) -> None:
        self.table, self.old, self.new = table, old, new


class RenameTable(ExecutableDDLElement):
    def __init__(self, table: Table, new: str) -> None:
        self.table, self.new = table, new


class DropColumnConstraint(ExecutableDDLElement):
    def __init__(self, table: Table, name: str) -> None:
        self.table, self.name = table, name


class CreateIndexConcurrently(ExecutableDDLElement):
    """PostgreSQL's, outside transactions."""

    def __init__(self, index: Index) -> None:
        self.index = index


class DropIndexConcurrently(ExecutableDDLElement):
    """If it exists, be it invalid."""

    def __init__(self, index: Index) -> None:
        self.index = index


@compiles(AddColumn)
def _add_column(element: AddColumn, compiler: DDLCompiler, **_: Any) -> str:
    quote = compiler.preparer
    words = [
        "ALTER TABLE",
        quote.format_table(element.table),
        "ADD COLUMN",
        compiler.get_column_specification(element.column),
    ]
    for key in element.column.foreign_keys:
        constraint = key.constraint
        assert constraint is not None
        words += ["CONSTRAINT", str(quote.format_constraint(constraint)), "REFERENCES"]
        words += [quote.format_table(key.column.table), f"({quote.format_column(key.column)})"]
        words += ["ON DELETE RESTRICT"] if constraint.ondelete else []
        words += ["DEFERRABLE INITIALLY DEFERRED"] if constraint.deferrable else []
    return " ".join(words)


@compiles(RenameColumn)
def _rename_column(element: RenameColumn, compiler: DDLCompiler, **_: Any) -> str:
    quote = compiler.preparer
    names = (quote.format_table(element.table), quote.quote(element.old), quote.quote(element.new))
    return "ALTER TABLE {} RENAME COLUMN {} TO {}".format(*names)


@compiles(RenameTable)
def _rename_table(element: RenameTable, compiler: DDLCompiler, **_: Any) -> str:
    quote = compiler.preparer
    return f"ALTER TABLE {quote.format_table(element.table)} RENAME TO {quote.quote(element.new)}"


@compiles(DropColumnConstraint)
def _drop_constraint(element: DropColumnConstraint, compiler: DDLCompiler, **_: Any) -> str:
    quote = compiler.preparer
    return f"ALTER TABLE {quote.format_table(element.table)} DROP CONSTRAINT IF EXISTS {quote.quote(element.name)}"


@compiles(CreateIndexConcurrently)
def _create_index(element: CreateIndexConcurrently, compiler: DDLCompiler, **_: Any) -> str:
    return compiler.process(CreateIndex(element.index)).replace(" INDEX ", " INDEX CONCURRENTLY ", 1)


@compiles(DropIndexConcurrently)
def _drop_index(element: DropIndexConcurrently, compiler: DDLCompiler, **_: Any) -> str:
    return compiler.process(DropIndex(element.index, if_exists=True)).replace(" INDEX ", " INDEX CONCURRENTLY ", 1)
