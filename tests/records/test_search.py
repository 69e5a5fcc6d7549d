"""The search box: Chinese of any length, pinyin and initials, only what the viewer may read."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import insert, update

from dougong.host.testing.database import Database
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.rights import FieldRight
from dougong.records.search import index_entry, search
from dougong.records.system_tables import search_index
from dougong.records.values import Query

from tests.records.worlds import NOW, add, asking, number, scoped, viewer, yard

SITES = ["上海浦东一厂", "上海", "北京总仓", "North Yard", "北上广50%_仓"]


@pytest.fixture
def ctx(database: Database) -> Iterator[Context]:
    with yard(database) as (connection, store):
        add(connection, store, "person", {"id": number(1), "name": "王芳"})
        for n, name in enumerate(SITES):
            row = {"id": number(100 + n), "name": name, "owner": number(1) if n < 2 else None}
            add(connection, store, "site", row)
            connection.execute(insert(search_index).values(index_entry(store.entity("site"), row)))
        row = {"id": number(200), "name": "Drill", "serial": "SN-上-7"}
        add(connection, store, "machine", row)
        connection.execute(insert(search_index).values(index_entry(store.entity("machine"), row)))
        yield asking(connection, store)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海", ["上海", "上海浦东一厂"]),
        ("海", ["上海", "上海浦东一厂"]),
        ("浦东一", ["上海浦东一厂"]),
        ("厂 上海", ["上海浦东一厂"]),
        ("shanghai", ["上海", "上海浦东一厂"]),
        ("bjzc", ["北京总仓"]),
        ("ＮＯＲＴＨ", ["North Yard"]),
        ("0%_", ["北上广50%_仓"]),
        ("sn-上", ["Drill"]),
        ("%", ["北上广50%_仓"]),
        ("", []),
        ("  ", []),
        ("上天", []),
    ],
)
def test_words_find_records_best_first(ctx: Context, text: str, found: list[str]) -> None:
    assert [hit.title for hit in search(ctx, text)] == found


def test_a_list_is_searched_with_the_same_words(ctx: Context) -> None:
    page = find(ctx, Query("site", ("name",), search="上", filter="owner <> BLANK()", sort=("name",), total="exact"))
    assert [row["name"] for row in page.rows] == ["上海", "上海浦东一厂"] and page.total == 2


def test_only_readable_records_and_fields_are_found(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(1, site=scoped("own"), machine=scoped("all", serial=FieldRight.HIDDEN)))
    assert [hit.title for hit in search(mine, "上")] == ["上海", "上海浦东一厂"]
    assert [hit.title for hit in search(mine, "drill")] == ["Drill"]
    assert search(replace(ctx, viewer=viewer(1)), "上") == []


def test_a_deleted_record_is_not_found(ctx: Context) -> None:
    table = ctx.store.table("site")
    ctx.connection.execute(update(table).where(table.c.id == number(101)).values(deleted_at=NOW))
    assert [hit.title for hit in search(ctx, "上海")] == ["上海浦东一厂"]


def test_the_best_hits_are_not_lost_by_the_limit(ctx: Context) -> None:
    assert [hit.title for hit in search(ctx, "上海", limit=1)] == ["上海"]
