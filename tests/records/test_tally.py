"""Several filters counted in one statement: each as a list would count it, up to the number that is enough."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from dougong.host.testing.database import Database
from dougong.records import breadth
from dougong.records.context import Context
from dougong.records.query import aggregate, count
from dougong.records.query.tally import tally
from dougong.records.values import Aggregate, Query

from tests.records.worlds import add, asking, install, number, scoped, viewer, world

FILTERS = ["", 'stage = "new"', "amount > 7", "", "nonsense > 1", "double > 10 AND amount < 9", "secret = 1"]


@pytest.fixture
def ctx(database: Database) -> Iterator[Context]:
    with database.engine().connect() as connection:
        store = install(connection, world())
        add(connection, store, "person", *({"id": number(n), "name": f"p{n}", "manager": None} for n in (1, 2)))
        stages = ("new", "running", "broken")
        rows = [
            {
                "id": number(100 + n),
                "name": f"m{n}",
                "amount": n % 12,
                "stage": stages[n % 3],
                "owner": number(1 + n % 2),
            }
            for n in range(30)
        ]
        add(connection, store, "machine", *rows)
        yield asking(connection, store)


@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("words", [(), ("own", "shared")])
def test_each_filter_is_counted_as_its_list_is(ctx: Context, words: tuple[str, ...], far: bool) -> None:
    if words:
        ctx = asking(ctx.connection, ctx.store, viewer(1, machine=scoped(*words)))
    with patch.object(breadth, "SMALL", 0 if far else breadth.SMALL):
        wanted = [
            None if "nonsense" in one or "secret" in one else count(ctx, Query("machine", filter=one))
            for one in FILTERS
        ]
        assert any(wanted) and None in wanted
        assert tally(ctx, "machine", FILTERS, 1000) == wanted
        assert tally(ctx, "machine", FILTERS, 3) == [one if one is None else min(one, 3) for one in wanted]
        assert tally(ctx, "machine", ["nonsense > 1"], 3) == [None]


def test_who_reads_nothing_has_none(ctx: Context) -> None:
    nobody = asking(ctx.connection, ctx.store, viewer(1))
    assert tally(nobody, "machine", [""], 10) == [0]


def test_figures_of_the_first_few(ctx: Context) -> None:
    measures = {"n": "COUNT()", "sum": "SUM(amount)"}
    every = aggregate(ctx, Aggregate("machine", measures, filter="amount > 2"))
    assert aggregate(ctx, Aggregate("machine", measures, filter="amount > 2", most=100)) == every
    assert aggregate(ctx, Aggregate("machine", {"n": "COUNT()"}, filter="amount > 2", most=5)) == [{"n": 5}]
