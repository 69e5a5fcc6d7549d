"""Indexes of large tables on PostgreSQL: made after the publish, one at a time, while everybody goes on working.

CREATE INDEX CONCURRENTLY is no part of any transaction. One that broke off leaves an INVALID index behind, which is
dropped and made anew. What is missing is read from the catalogue each time, so that it does not matter where it broke off.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Index
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from ..store import RecordStore
from .ddl import CreateIndexConcurrently, DropIndexConcurrently

_VALID = sql(
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND i.indisvalid"
)


def missing(connection: Connection, store: RecordStore, entities: Iterable[str]) -> list[tuple[str, Index]]:
    """(entity, index) that the model asks for and the database does not have whole; nothing on other databases."""
    if connection.dialect.name != "postgresql":
        return []
    have = set(connection.execute(_VALID).scalars())
    wanted = [(key, index) for key in entities if key in store.model.entities for index in _indexes(store, key)]
    return [(key, index) for key, index in wanted if index.name not in have]


def build(connection: Connection, store: RecordStore, entity: str, index: Index) -> None:
    """Makes one index; the connection must be in AUTOCOMMIT. ProblemsFound when a unique one finds the same value twice:
    then there is no such index, and none that is half there."""
    connection.execute(DropIndexConcurrently(index))
    try:
        connection.execute(CreateIndexConcurrently(index))
    except IntegrityError as error:
        connection.execute(DropIndexConcurrently(index))
        label = store.entity(entity).label
        columns = ", ".join(column.name for column in index.columns)
        words = text(
            f"“{label.zh}”的“{columns}”要求不重复，但已有重复的数据，索引没有建成",
            f'"{columns}" of {label.en} must be unique, but there are duplicates: its index was not made',
        )
        fix = text(
            "先合并或修改重复的记录，几小时后会再次建立",
            "Merge or change the duplicates; it is tried again some hours later",
        )
        raise ProblemsFound([Problem("sync.duplicates", words, entity, fix=fix)]) from error


def _indexes(store: RecordStore, entity: str) -> list[Index]:
    return sorted(store.table(entity).indexes, key=lambda index: str(index.name))
