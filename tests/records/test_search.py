"""The search box: Chinese of any length, pinyin and initials, only what the viewer may read."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.rights import FieldRight
from dougong.records.search import Narrow, counts, index_entry, index_words, search, words_waiting
from dougong.records.search.entries import replacing
from dougong.records.search.folding import nearness, words_of
from dougong.records.system_tables import search_index, search_progress
from dougong.records.values import Query

from tests.records.worlds import NOW, add, asking, number, scoped, viewer, yard
from tests.support.grounds import Ground

SITES = ["上海浦东一厂", "上海", "北京总仓", "North Yard", "北上广50%_仓"]


@pytest.fixture
def ctx(ground: Ground) -> Iterator[Context]:
    with yard(ground) as (connection, store):
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


def test_random_words_are_found_as_a_plain_reference_finds_them(ground: Ground) -> None:
    """Chinese, Latin and digits of any length, with some entries the trigrams do not know yet and some replaced."""
    draw = random.Random(11)
    letters = "上海海上浦东一厂王芳AbcABßé12-%_\\\"'， １ａ"

    def drawn(most: int) -> str:
        return "".join(draw.choice(letters) for _ in range(draw.randint(1, most))).strip() or "x"

    with yard(ground) as (connection, store):
        rows = [{"id": number(n), "name": drawn(12), "serial": drawn(9) + str(n)} for n in range(150)]
        add(connection, store, "machine", *rows)
        for n, row in enumerate(rows):
            connection.execute(insert(search_index).values(index_entry(store.entity("machine"), row)))
            if n == 100:
                assert index_words(connection, 60) == (60 if ground.dialect == "sqlite" else 0)
                while index_words(connection, 60):
                    pass
        for row in rows[:120:7]:
            row["name"] = drawn(12)
            table = store.table("machine")
            connection.execute(update(table).where(table.c.id == row["id"]).values(name=row["name"]))
            entry = index_entry(store.entity("machine"), row)
            connection.execute(replacing(ground.dialect).values(entry))
        ctx = asking(connection, store)
        entries = {row["id"]: index_entry(store.entity("machine"), row) for row in rows}
        for _ in range(150):
            source = draw.choice(rows)[draw.choice(["name", "serial"])]
            at = draw.randrange(len(source))
            text = source[at : at + draw.randint(1, 5)] + draw.choice(["", "", " " + drawn(2)])
            words = words_of(text)
            expected = {
                key
                for key, entry in entries.items()
                if words and all(any(word in entry[place] for place in ("title", "initials", "body")) for word in words)
            }
            assert {hit.id for hit in search(ctx, text, limit=500)} == expected, text
            listed = find(ctx, Query("machine", ("id",), search=text, limit=500)).rows
            assert not words or {row["id"] for row in listed} == expected, text


def test_trigrams_begin_anew_when_most_of_them_are_of_rows_that_are_gone(ground: Ground) -> None:
    if ground.dialect != "sqlite":
        pytest.skip("the database keeps them itself")
    with yard(ground) as (connection, store):
        row = {"id": number(1), "name": "北京总仓"}
        add(connection, store, "site", row)
        connection.execute(insert(search_index).values(index_entry(store.entity("site"), row)))
        assert words_waiting(connection) == 1 and index_words(connection) == 1
        connection.execute(update(search_progress).values(held=20_000))
        connection.execute(replacing("sqlite").values(index_entry(store.entity("site"), row)))
        assert words_waiting(connection) == 1 and index_words(connection) == 1
        assert connection.scalar(select(search_progress.c.held)) == 1
        assert [hit.title for hit in search(asking(connection, store), "京总仓")] == ["北京总仓"]


def test_what_sounds_as_if_it_began_so_comes_before_what_has_it_inside(ctx: Context) -> None:
    found = search(ctx, "bj")
    assert found[0].title == "北京总仓"
    assert found[0].rank == 2
    assert [hit.title for hit in search(ctx, "sh")][:2] == ["上海", "上海浦东一厂"]


def test_hits_are_narrowed_counted_and_continued(ctx: Context) -> None:
    everything = search(ctx, "上")
    assert counts(ctx, "上", Narrow(), 100) == {"site": 3, "machine": 1}
    assert counts(ctx, "上", Narrow(owner=number(1)), 100) == {"site": 2}
    assert {hit.title for hit in search(ctx, "上", narrow=Narrow(owner=number(1)))} == {"上海", "上海浦东一厂"}
    assert search(ctx, "上", narrow=Narrow(since=NOW + timedelta(days=1))) == []
    seen = []
    after = None
    while page := search(ctx, "上", limit=1, after=after):
        seen += page
        after = page[-1].place
    assert seen == everything


@pytest.mark.parametrize(
    ("title", "text", "near"),
    [
        ("林知夏", "林", 0),
        ("林知夏", "lin", 1),
        ("林知夏", "lzx", 1),
        ("Ada Lin", "lin", 2),
        ("孟祥林", "lin", 3),
        ("林知夏", "", 0),
    ],
)
def test_how_near_a_title_is_to_what_was_typed(title: str, text: str, near: int) -> None:
    assert nearness(title, text) == near
