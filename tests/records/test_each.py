"""The first rows of each group in one statement, the same on both databases and only of what the viewer may read."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import event

from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.query.each import first_of_each
from dougong.records.rights import FieldRight
from dougong.records.values import Query, Row

from tests.records.worlds import add, asking, number, scoped, viewer, yard
from tests.support.grounds import Ground


@pytest.fixture
def ctx(ground: Ground):
    with yard(ground) as (connection, store):
        add(connection, store, "person", {"id": number(1), "name": "王芳"}, {"id": number(2), "name": "Bo"})
        add(connection, store, "site", {"id": number(11), "name": "上海厂"})
        for n in range(9):
            row = {"id": number(100 + n), "name": f"m{n}", "stage": "new" if n % 3 else "broken", "amount": Decimal(n)}
            row |= {"site": number(11) if n > 6 else None, "owner": number(1 + n % 2)}
            add(connection, store, "machine", row)
        yield asking(connection, store)


def names(parts: list[tuple[Row, ...]]) -> list[list[str]]:
    return [[row["name"] for row in part] for part in parts]


def test_each_group_has_its_first_rows_in_order(ctx: Context) -> None:
    asked = Query("machine", ("name", "amount"), sort=("-amount",), limit=2)
    assert names(first_of_each(ctx, asked, "stage", ["broken", "new", "nothing"])) == [["m6", "m3"], ["m8", "m7"], []]


def test_a_blank_link_makes_a_group_and_titles_come_along(ctx: Context) -> None:
    blank, here = first_of_each(
        ctx, Query("machine", ("name", "site"), sort=("name",), limit=3), "site", [None, number(11)]
    )
    assert [row["name"] for row in blank] == ["m0", "m1", "m2"]
    assert [(row["name"], row["site.$title"]) for row in here] == [("m7", "上海厂"), ("m8", "上海厂")]


def test_filter_and_sight_narrow_every_group(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(1, machine=scoped("own")))
    asked = Query("machine", ("name",), filter="amount > 2", sort=("name",), limit=5)
    assert names(first_of_each(mine, asked, "stage", ["broken", "new"])) == [["m6"], ["m4", "m8"]]
    nobody = replace(ctx, viewer=viewer(1))
    assert first_of_each(nobody, asked, "stage", ["broken", "new"]) == [(), ()]


def test_a_field_that_may_not_be_read_makes_no_groups(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(1, machine=scoped("all", stage=FieldRight.MASKED)))
    with pytest.raises(ProblemsFound):
        first_of_each(mine, Query("machine", ("name",)), "stage", ["broken"])


def test_it_is_one_statement(ctx: Context) -> None:
    seen: list[str] = []
    event.listen(ctx.connection, "before_cursor_execute", lambda *given: seen.append(given[2]))
    first_of_each(ctx, Query("machine", ("name", "site.name"), limit=2), "stage", ["broken", "new"])
    assert len(seen) == 1
