"""Kept answers: a count is repeated without counting while nothing was committed, and never after."""

import pytest
from sqlalchemy import Engine, event, insert

from dougong.expressions.sql import register_sqlite
from dougong.host.testing.database import Database
from dougong.records.query import aggregate, count
from dougong.records.store import RecordStore
from dougong.records.values import Aggregate, Query

from tests.records.worlds import NOW, asking, install, number, world


@pytest.fixture
def yard(database: Database) -> tuple[Engine, RecordStore, list[str]]:
    engine = database.engine()
    if database.dialect == "sqlite":
        event.listen(engine, "connect", lambda raw, _: register_sqlite(raw))
    with engine.begin() as connection:
        store = install(connection, world())
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda c, cur, statement, *rest: said.append(statement))
    return engine, store, said


def counted(said: list[str]) -> int:
    return sum("count(*)" in one for one in said)


def test_an_unchanged_database_is_counted_once(yard: tuple[Engine, RecordStore, list[str]]) -> None:
    engine, store, said = yard
    with engine.connect() as connection:
        assert [count(asking(connection, store), Query("site")) for _ in range(3)] == [0, 0, 0]
    assert counted(said) == (1 if engine.dialect.name == "postgresql" else 3)  # SQLite cannot prove it, see ADR 0023


def test_the_next_transaction_of_a_connection_counts_nothing_anew(
    yard: tuple[Engine, RecordStore, list[str]],
) -> None:
    engine, store, said = yard
    with engine.connect() as connection:
        for _ in range(3):
            assert count(asking(connection, store), Query("site")) == 0
            connection.rollback()
    assert counted(said) == 1


def test_every_commit_is_seen_at_once_and_nothing_uncommitted_stays(
    yard: tuple[Engine, RecordStore, list[str]],
) -> None:
    engine, store, _ = yard
    with engine.connect() as reader, engine.connect() as writer:
        for n in range(1, 4):
            row = {"id": number(n), "name": str(n), "rev": 1, "created_at": NOW, "updated_at": NOW}
            writer.execute(insert(store.table("site")), [row])
            assert count(asking(writer, store), Query("site")) == n
            assert count(asking(reader, store), Query("site")) == n - 1
            reader.rollback()
            writer.rollback()
            assert count(asking(writer, store), Query("site")) == n - 1
            writer.execute(insert(store.table("site")), [row])
            writer.commit()
            assert count(asking(reader, store), Query("site")) == n
            assert aggregate(asking(reader, store), Aggregate("site", {"n": "COUNT()"})) == [{"n": n}]
            reader.rollback()
