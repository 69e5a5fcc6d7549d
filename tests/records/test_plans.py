"""Index use: the lists people open all day are served by indexes on both databases, whoever asks."""

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.sql.base import Executable

from dougong.host.testing.database import Database
from dougong.records.context import Context
from dougong.records.query import aggregate, find
from dougong.records.query.listing import listing
from dougong.records.rights import ALL_ROWS, SYSTEM, EntityRights, Viewer
from dougong.records.values import Aggregate, Query

from tests.records.worlds import NOW, add, asking, install, number, scoped, viewer, world

LIST = Query("machine", ("name", "amount", "site", "owner"), 'stage = "running"', sort=("-amount",), total="exact")
ROWS = 8000


@pytest.fixture
def ctx(database: Database) -> Iterator[Context]:
    with database.engine().connect() as connection:
        store = install(connection, world())
        add(connection, store, "person", *({"id": number(n), "name": f"p{n}", "manager": None} for n in range(1, 101)))
        add(connection, store, "site", *({"id": number(1000 + n), "name": f"s{n}"} for n in range(20)))
        draw = random.Random(7)
        rows = [
            {
                "id": number(10_000 + n), "rev": 1, "created_at": NOW, "updated_at": NOW, "name": f"m{n}",
                "owner": number(1 + draw.randrange(100)), "site": number(1000 + draw.randrange(20)),
                "stage": draw.choice(["new", "running", "broken", "scrapped"]), "amount": Decimal(draw.randrange(10**6)),
            }
            for n in range(ROWS)
        ]  # fmt: skip
        connection.execute(insert(store.table("machine")), rows)
        connection.execute(text("ANALYZE"))
        yield asking(connection, store)


def explained(ctx: Context, statement: Executable) -> str:
    compiled = statement.compile(ctx.connection.engine, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
    if ctx.connection.dialect.name == "postgresql":  # so few rows lie in a hundred pages, which it would rather scan
        ctx.connection.execute(text("SET LOCAL enable_seqscan = off"))
    how = "EXPLAIN QUERY PLAN " if ctx.connection.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in ctx.connection.exec_driver_sql(how + str(compiled).replace("%", "%%")))


def test_a_list_by_stage_and_amount_reads_its_index_in_order(ctx: Context) -> None:
    plan = explained(ctx, listing(ctx, LIST, None).page.statement)
    assert "ix_machine__stage_amount_id" in plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan


def test_its_total_is_counted_in_an_index(ctx: Context) -> None:
    plan = explained(ctx, listing(ctx, LIST, None).total.statement)
    assert "ix_machine__" in plan and "Seq Scan on e_machine" not in plan


@pytest.mark.parametrize("words", [("own",), ("own", "shared"), ("subordinates",)])
def test_the_least_privileged_list_reads_the_owners_index(ctx: Context, words: tuple[str, ...]) -> None:
    rights: dict[str, Any] = {"machine": scoped(*words), "site": EntityRights(read=ALL_ROWS)}
    mine: Viewer = viewer(3, 51, **rights)
    plan = explained(ctx, listing(Context(ctx.connection, ctx.store, mine, NOW), LIST, None).total.statement)
    assert "ix_machine__owner_" in plan
    assert "SCAN r" not in plan and "Seq Scan on e_machine" not in plan


def test_a_page_behind_an_offset_is_found_before_anything_is_joined(ctx: Context) -> None:
    query = Query("machine", ("name", "site", "owner"), sort=("-amount",), limit=50, offset=4000)
    plan = explained(ctx, listing(ctx, query, None).page.statement)
    assert "ix_machine__amount_id" in plan
    first = find(ctx, query).rows
    assert [row["id"] for row in first] == [
        row["id"] for row in find(ctx, Query("machine", ("name",), sort=("-amount",), limit=5000)).rows[4000:4050]
    ]


def test_a_known_query_is_not_compiled_again(ctx: Context) -> None:
    find(ctx, LIST)
    kept = dict(ctx.store._plans)
    find(Context(ctx.connection, ctx.store, SYSTEM, NOW), LIST)
    assert dict(ctx.store._plans) == kept


@pytest.mark.parametrize("words", [(), ("own", "shared")])
def test_rows_sorted_by_a_link_are_the_same_wherever_it_is_followed(ctx: Context, words: tuple[str, ...]) -> None:
    """8,000 rows follow their link in a copy of the 20 records it goes to."""
    if words:
        ctx = asking(ctx.connection, ctx.store, viewer(1, machine=scoped(*words), site=EntityRights(read=ALL_ROWS)))
    every = find(ctx, Query("machine", ("name", "site"), sort=("id",), limit=10_000)).rows
    wanted = [row["id"] for row in sorted(every, key=lambda row: (row["site.$title"], row["id"]))]
    for offset in (0, 50, len(wanted) - 30):
        asked = Query("machine", ("name", "site.name"), sort=("site", "id"), limit=50, offset=offset)
        assert [row["id"] for row in find(ctx, asked).rows] == wanted[offset : offset + 50]


def test_figures_of_a_range_are_the_same_however_it_is_read(ctx: Context) -> None:
    rows = find(ctx, Query("machine", ("amount", "stage"), sort=("id",), limit=10_000)).rows
    for least in (0, 400_000, 999_000):
        asked = Aggregate("machine", {"n": "COUNT()", "sum": "SUM(amount)"}, ("stage",), f"amount >= {least}")
        kept = [row for row in rows if row["amount"] >= least]
        assert {one["stage"]: (one["n"], one["sum"]) for one in aggregate(ctx, asked)} == {
            stage: (len(some), sum(some))
            for stage in dict.fromkeys(row["stage"] for row in kept)
            if (some := [row["amount"] for row in kept if row["stage"] == stage])
        }
