"""A list in the order of a link's titles, gone along by their index, is the list that sorting all rows gives."""

import random
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import insert

from dougong.host.testing.database import Database
from dougong.records import breadth
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.query import listing as module
from dougong.records.rights import ALL_ROWS, EntityRights
from dougong.records.values import Query

from tests.records.worlds import NOW, add, asking, install, number, scoped, viewer, world

ROWS = 240


@pytest.fixture
def ctx(database: Database) -> Iterator[Context]:
    """Every tenth machine stands nowhere, a site has no name, two have the same one, one is in the recycle bin."""
    names = ["s1", "s2", "s2", "s4", None, "s6"]
    with database.engine().connect() as connection:
        store = install(connection, world())
        add(connection, store, "person", *({"id": number(n), "name": f"p{n}", "manager": None} for n in range(1, 4)))
        sites = [{"id": number(100 + n), "name": name, "owner": number(1 + n % 2)} for n, name in enumerate(names)]
        add(connection, store, "site", *sites, {"id": number(110), "name": "s3", "deleted_at": NOW})
        draw = random.Random(7)
        known = [number(110), *(one["id"] for one in sites)]
        rows = [
            {
                "id": number(1000 + n), "rev": 1, "created_at": NOW, "updated_at": NOW, "name": f"m{n}", "amount": draw.randrange(9),
                "site": draw.choice(known) if n % 10 else None, "owner": number(1 + draw.randrange(3)),
            }
            for n in range(ROWS)
        ]  # fmt: skip
        connection.execute(insert(store.table("machine")), rows)
        with patch.object(breadth, "SMALL", 0):
            yield asking(connection, store)


@pytest.mark.parametrize("sites", [EntityRights(read=ALL_ROWS), scoped("own", "shared")])
@pytest.mark.parametrize("words", [(), ("own", "shared", "subordinates"), ("all",)])
def test_pages_by_titles(ctx: Context, words: tuple[str, ...], sites: EntityRights) -> None:
    if words:
        rights: dict[str, Any] = {"machine": scoped(*words), "site": sites}
        ctx = asking(ctx.connection, ctx.store, viewer(1, **rights))
    every = find(ctx, Query("machine", ("name", "site", "amount"), sort=("id",), limit=ROWS)).rows
    assert len(every) > ROWS / 5
    for sort in (("site", "-amount"), ("-site", "amount"), ("site", "id"), ("-site",)):
        wanted = _sorted(every, sort)
        for offset in (0, 5, 20, 35, len(every) - 7, len(every) + 1):
            asked = Query("machine", ("name", "site"), sort=sort, limit=10, offset=offset)
            assert [row["id"] for row in find(ctx, asked).rows] == wanted[offset : offset + 10], (sort, offset)


def test_filtered_pages_by_titles_are_the_same_when_asked_again(ctx: Context) -> None:
    every = find(ctx, Query("machine", ("name", "site", "amount"), "amount > 3", sort=("id",), limit=ROWS)).rows
    wanted, asked = (
        _sorted(every, ("site",)),
        Query("machine", ("name", "site"), "amount > 3", sort=("site",), limit=10),
    )
    with patch.object(module, "ids_by_titles", wraps=module.ids_by_titles) as gone_along:
        for times in (0, 1, 1):  # what pages of it hold is known after the first
            found = find(ctx, asked)
            assert gone_along.call_count == times
            assert [row["id"] for row in found.rows] == wanted[:10]
    following = Query("machine", ("name", "site"), "amount > 3", sort=("site",), limit=10, cursor=found.next or "")
    assert [row["id"] for row in find(ctx, following).rows] == wanted[10:20]


def _sorted(rows: Any, sort: tuple[str, ...]) -> list[str]:
    """Ids in order: blanks before all, the id last, in the direction of the last key."""
    found = sorted(rows, key=lambda row: row["id"], reverse=sort[-1].startswith("-"))
    for one in reversed(sort):
        key = {"site": "site.$title"}.get(one.lstrip("-"), one.lstrip("-"))
        found.sort(
            key=lambda row: (row[key] is not None, row[key] if row[key] is not None else 0), reverse=one[0] == "-"
        )
    return [row["id"] for row in found]
