"""Very many deals put straight into the tables, and the people who look at them: from all rows down to a few.

Two hundred people under ten team leads under one boss; a department per team; every record in its owner's department
but each tenth, which lies in another; shares of single records to one team lead.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.schema import CreateIndex, DropIndex

from dougong.records.rights import ALL_ROWS, SYSTEM, EntityRights, RowScope, Viewer
from dougong.records.store import RecordStore
from dougong.records.sync import rebuild_closure
from dougong.records.system_tables import share

from .data import FIRST_DAY, PROBABILITY, STAGES

TEAMS, MEMBERS, SHARES = 10, 19, 500
CHUNK = 20_000
NOW = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)


def fill(connection: Connection, store: RecordStore, count: int) -> None:
    """People, departments, accounts and `count` deals; indexes are made afterwards, statistics are for `settle`."""
    _people(connection, store)
    accounts = count // 10
    _insert(connection, store, "account", ({"id": _id(3, n), "name": f"Account {n:07}"} for n in range(accounts)))
    table = store.table("opportunity")
    for index in table.indexes:
        connection.execute(DropIndex(index))
    _insert(connection, store, "opportunity", _deals(count, accounts))
    for index in table.indexes:
        connection.execute(CreateIndex(index))
    shared = [
        {"id": _id(9, n), "entity": "opportunity", "record": _id(4, n * 97 % count), "person": lead(3), "level": "read",
         "at": NOW} for n in range(SHARES)
    ]  # fmt: skip
    connection.execute(insert(share), shared)


def settle(engine: Engine) -> None:
    """What PostgreSQL does by itself sooner or later and the worker on SQLite each hour: statistics."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
            connection.exec_driver_sql("ANALYZE")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def lead(team: int) -> str:
    """The id of a team's lead."""
    return _id(1, 1 + team)


def viewers() -> dict[str, Viewer]:
    """By what they may see; the last ones see the least."""
    member = _id(1, 100 + 3 * MEMBERS)
    return {
        "all": SYSTEM,
        "team: subordinates, departments, shared": _viewer(lead(3), "subordinates", "departments", "shared"),
        "team: subordinates, shared": _viewer(lead(3), "subordinates", "shared"),
        "team: departments": _viewer(lead(3), "departments"),
        "team: subordinates": _viewer(lead(3), "subordinates"),
        "member: own, shared": _viewer(member, "own", "shared"),
        "member: own": _viewer(member, "own"),
    }


def _viewer(person: str, *words: Any) -> Viewer:
    rights = {
        "opportunity": EntityRights(read=RowScope(frozenset(words))),
        "account": EntityRights(read=ALL_ROWS),
    }
    return Viewer(
        person, department=_id(2, 4), roles=frozenset({"member"}), rights=rights, rights_key=f"bench {' '.join(words)}"
    )


def _people(connection: Connection, store: RecordStore) -> None:
    _insert(connection, store, "department", [{"id": _id(2, 0), "name": "All", "parent": None}])
    _insert(
        connection, store, "department",
        ({"id": _id(2, 1 + n), "name": f"Team {n}", "parent": _id(2, 0)} for n in range(TEAMS)),
    )  # fmt: skip
    _insert(connection, store, "person", [{"id": _id(1, 0), "name": "Boss", "manager": None}])
    _insert(
        connection, store, "person",
        ({"id": lead(n), "name": f"Lead {n}", "manager": _id(1, 0)} for n in range(TEAMS)),
    )  # fmt: skip
    _insert(
        connection, store, "person",
        ({"id": _id(1, 100 + n), "name": f"Person {n}", "manager": lead(n // MEMBERS)} for n in range(TEAMS * MEMBERS)),
    )  # fmt: skip
    for entity in ("person", "department"):
        for field in store.closures(entity):
            rebuild_closure(connection, store, entity, field)


def _deals(count: int, accounts: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(5)
    stages, weights = list(STAGES), list(STAGES.values())
    for n in range(count):
        stage, member = draw.choices(stages, weights)[0], draw.randrange(TEAMS * MEMBERS)
        team = member // MEMBERS if n % 10 else draw.randrange(TEAMS)
        amount = Decimal(draw.randrange(100_000, 50_000_000)) / 100
        yield {
            "id": _id(4, n), "name": f"Deal {n:07}", "owner": _id(1, 100 + member), "department": _id(2, 1 + team),
            "account": _id(3, draw.randrange(accounts)), "stage": stage, "amount": amount,
            "close_date": FIRST_DAY + timedelta(days=draw.randrange(730)), "probability": Decimal(PROBABILITY[stage]),
            "expected_revenue": amount * PROBABILITY[stage] / 100, "created_at": NOW - timedelta(seconds=count - n),
        }  # fmt: skip


def _insert(connection: Connection, store: RecordStore, entity: str, rows: Any) -> None:
    base = {"rev": 1, "created_at": NOW, "updated_at": NOW}
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append({**base, **row})
        if len(chunk) == CHUNK:
            connection.execute(insert(store.table(entity)), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(store.table(entity)), chunk)


def _id(kind: int, n: int) -> str:
    return f"0189000{kind}-0000-7000-8000-{n:012d}"
