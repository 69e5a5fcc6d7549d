"""Kept answers: a count is repeated without counting while nothing was committed, and never after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, insert

from dougong.expressions import Schema, check
from dougong.expressions.sql import register_sqlite
from dougong.expressions.types import BOOL
from dougong.host.testing.database import Database
from dougong.records.query import aggregate, count
from dougong.records.rights import EntityRights, RowScope
from dougong.records.store import RecordStore
from dougong.records.system_tables import share
from dougong.records.values import Aggregate, Query

from tests.records.worlds import NOW, asking, install, number, scoped, viewer, world


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
    return sum("count(*)" in one and not one.startswith("EXPLAIN") for one in said)


def test_an_unchanged_database_is_counted_once(yard: tuple[Engine, RecordStore, list[str]]) -> None:
    engine, store, said = yard
    with engine.connect() as connection:
        assert [count(asking(connection, store), Query("site")) for _ in range(3)] == [0, 0, 0]
    # On SQLite this connection has written before, so that nobody can tell; see ADR 0023.
    assert counted(said) == (1 if engine.dialect.name == "postgresql" else 3)


def test_a_connection_that_only_reads_counts_once_within_a_transaction(
    yard: tuple[Engine, RecordStore, list[str]],
) -> None:
    engine, store, said = yard
    engine.dispose()
    with engine.connect() as reader, engine.connect() as writer:
        assert [count(asking(reader, store), Query("site")) for _ in range(3)] == [0, 0, 0]
        assert counted(said) == 1
        row = {"id": number(1), "name": "1", "rev": 1, "created_at": NOW, "updated_at": NOW}
        writer.execute(insert(store.table("site")), [row])
        writer.commit()
        seen = count(asking(reader, store), Query("site"))
        assert seen == (1 if engine.dialect.name == "postgresql" else 0)  # what its transaction sees
        reader.rollback()
        assert count(asking(reader, store), Query("site")) == 1


def test_shared_records_are_counted_again_when_a_share_ends_or_is_given(
    yard: tuple[Engine, RecordStore, list[str]],
) -> None:
    engine, store, said = yard
    sees = replace(viewer(1, site=scoped("own", "shared")), rights_key="own or shared")
    ends = NOW + timedelta(hours=1)
    row = {"rev": 1, "created_at": NOW, "updated_at": NOW, "owner": None}
    given = {"entity": "site", "person": number(1), "level": "read", "at": NOW}
    with engine.begin() as writer:
        writer.execute(insert(store.table("site")), [{**row, "id": number(n), "name": str(n)} for n in (1, 2)])
        writer.execute(insert(share), [{**given, "id": number(9), "record": number(1), "until": ends}])
    engine.dispose()

    def seen(later: timedelta = timedelta()) -> int:
        with engine.connect() as reader:
            context = replace(asking(reader, store, sees), now=NOW + later)
            return aggregate(context, Aggregate("site", {"n": "COUNT()"}))[0]["n"]

    said.clear()
    assert [seen(), seen(timedelta(minutes=59))] == [1, 1]
    assert counted(said) == 1
    assert seen(timedelta(minutes=61)) == 0
    with engine.begin() as writer:
        writer.execute(insert(share), [{**given, "id": number(8), "record": number(2), "until": None}])
    assert seen(timedelta(minutes=61)) == 1


def test_conditions_of_the_day_are_kept_and_those_of_the_moment_are_not(
    yard: tuple[Engine, RecordStore, list[str]],
) -> None:
    engine, store, said = yard
    engine.dispose()
    for condition, times in (("DATE(created_at) < TODAY()", 1), ("created_at < NOW()", 2)):
        scope = RowScope(conditions=(check(condition, Schema(store.model, "site"), BOOL),))
        asked = []
        for n in range(
            5
        ):  # on a server shared with other tests, what one of them writes may come between two questions
            sees = replace(viewer(1, site=EntityRights(read=scope)), rights_key=f"{condition} {n}")
            said.clear()
            for _ in range(2):
                with engine.connect() as reader:
                    assert aggregate(asking(reader, store, sees), Aggregate("site", {"n": "COUNT()"})) == [{"n": 0}]
            asked.append(counted(said))
        assert min(asked) == times, condition


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
