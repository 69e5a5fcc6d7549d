"""Rows in the API's form say what canonical rows say; a walk along an index finds what a search finds."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import orjson
import pytest

from dougong.host.web.api.encode import dump, rows_json
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.rights import ALL_ROWS, EntityRights, FieldRight
from dougong.records.system_tables import share
from dougong.records.values import Query

from tests.records.worlds import NOW, add, asking, number, scoped, viewer, yard
from tests.support.grounds import Ground

AMOUNTS = ("0", "0.01", "0.99", "1", "100", "-0.05", "-12.34", "123456789012.34", None)


@pytest.fixture
def ctx(ground: Ground) -> Iterator[Context]:
    with yard(ground) as (connection, store):
        add(connection, store, "person", {"id": number(1), "name": "a", "manager": None})
        add(connection, store, "person", *({"id": number(n), "name": f"p{n}", "manager": number(1)} for n in (2, 3, 4)))
        add(connection, store, "site", {"id": number(100), "name": "s"})
        for n in range(90):
            amount = AMOUNTS[n % len(AMOUNTS)]
            add(
                connection, store, "machine",
                {
                    "id": number(1000 + n), "name": f"m{n}", "owner": number(1 + n % 5) if n % 5 < 4 else None,
                    "site": number(100) if n % 2 else None, "stage": "new", "amount": amount and Decimal(amount),
                    "cost": Decimal(n) / 100, "bought": date(2026, 1, 1 + n % 28) if n % 3 else None, "good": bool(n % 2),
                    "tags": ["x", "y"] if n % 4 else None,
                },
            )  # fmt: skip
        about = {"about": number(1001), "about_entity": "machine"}
        add(connection, store, "visit", {"id": number(5000), "name": "v", "hours": Decimal("1.5"), **about})
        add(connection, store, "visit", {"id": number(5001), "name": "w", "hours": Decimal("-0.5")})
        given = {"entity": "machine", "person": number(2), "level": "read", "at": NOW}
        connection.execute(
            share.insert(), [{"id": number(9000 + n), "record": number(1000 + n), **given} for n in (4, 9)]
        )
        yield asking(connection, store)


@pytest.mark.parametrize("entity", ["machine", "visit", "site", "person"])
@pytest.mark.parametrize("fields", [(), ("name", "site.name", "owner", "about", "amount")])
def test_both_forms_say_the_same(ctx: Context, entity: str, fields: tuple[str, ...]) -> None:
    known = ctx.store.entity(entity).fields
    query = Query(entity, tuple(one for one in fields if one.split(".")[0] in known), limit=100)
    inside, outside = find(ctx, query), find(ctx, Query(entity, query.fields, limit=100, outside=True))
    assert orjson.loads(dump(outside.rows)) == orjson.loads(dump(rows_json(inside.rows)))
    assert len(inside.rows) > 0


def test_what_is_masked_or_behind_an_unreadable_record_is_so_in_both_forms(ctx: Context) -> None:
    fields = {"amount": FieldRight.MASKED, "site": FieldRight.READ, "cost": FieldRight.HIDDEN}
    mine = viewer(1, machine=EntityRights(read=ALL_ROWS, fields=fields))
    there = Context(ctx.connection, ctx.store, mine, NOW)
    rows = orjson.loads(dump(find(there, Query("machine", limit=3, sort=("name",), outside=True)).rows))
    assert rows == orjson.loads(dump(rows_json(find(there, Query("machine", limit=3, sort=("name",))).rows)))
    assert rows[1]["amount"] == "***" and "cost" not in rows[1]
    assert rows[1]["site"] in (None, {"id": number(100), "title": None})


@pytest.mark.parametrize(
    "words", [("own",), ("subordinates",), ("subordinates", "shared"), ("own", "shared", "departments")]
)
@pytest.mark.parametrize("sort", [("-amount",), ("amount",), ()])
def test_a_walk_finds_what_a_search_finds(
    ctx: Context, words: tuple[str, ...], sort: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("dougong.records.query.find")
    mine = Context(ctx.connection, ctx.store, viewer(2, machine=scoped(*words)), NOW)
    searched = _pages(mine, sort)
    walks: list[bool] = []
    listing = module.listing
    monkeypatch.setattr(module, "_better_walked", lambda *given: True)

    def heard(*given: Any) -> Any:
        walks.append(given[-1])
        return listing(*given)

    monkeypatch.setattr(module, "listing", heard)
    assert _pages(mine, sort) == searched
    assert True in walks, "no page was walked"
    assert searched[0]


def _pages(ctx: Context, sort: tuple[str, ...]) -> list[list[Any]]:
    """All pages by cursor, and one behind an offset."""
    found, cursor = [], ""
    while True:
        page = find(ctx, Query("machine", ("name", "site"), sort=sort, limit=7, cursor=cursor, total="exact"))
        found.append([row["id"] for row in page.rows])
        if page.next is None:
            break
        cursor = page.next
    behind = find(ctx, Query("machine", ("name",), sort=sort, limit=5, offset=3, total="exact"))
    assert [row["id"] for row in behind.rows] == [one for ids in found for one in ids][3:8]
    return found
