"""Figures by groups, exact on both databases and only over what the viewer may read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.query import aggregate
from dougong.records.rights import FieldRight
from dougong.records.values import Aggregate

from tests.records.worlds import add, asking, number, scoped, viewer, yard
from tests.support.grounds import Ground


@pytest.fixture
def ctx(ground: Ground):
    with yard(ground) as (connection, store):
        add(connection, store, "person", {"id": number(1), "name": "王芳"}, {"id": number(2), "name": "Bo"})
        add(connection, store, "site", {"id": number(11), "name": "上海厂"})
        amounts = [Decimal("0.10"), Decimal("0.20"), Decimal("0.40"), None, Decimal("10.00")]
        for n, amount in enumerate(amounts):
            row = {"id": number(100 + n), "name": f"m{n}", "stage": "new" if n < 3 else "broken", "amount": amount}
            row |= {"site": number(11) if n else None, "owner": number(1 + n % 2), "bought": date(2025 + n % 2, 1, 1)}
            add(connection, store, "machine", row)
        yield asking(connection, store)


def test_measures_are_exact_and_blanks_are_skipped(ctx: Context) -> None:
    measures = {
        "n": "COUNT()", "filled": "COUNT(amount)", "sum": "SUM(amount)", "mean": "average(amount)", "low": "MIN(amount)",
        "high": "MAX(amount * 2)", "middle": "MEDIAN(amount)", "last": "MAX(bought)",
    }  # fmt: skip
    assert aggregate(ctx, Aggregate("machine", measures)) == [
        {
            "n": 5, "filled": 4, "sum": Decimal("10.70"), "mean": Decimal("2.675000"), "low": Decimal("0.10"),
            "high": Decimal("20.00"), "middle": Decimal("0.300000"), "last": date(2026, 1, 1),
        }
    ]  # fmt: skip


def test_groups_by_choice_link_and_expression(ctx: Context) -> None:
    rows = aggregate(ctx, Aggregate("machine", {"sum": "SUM(amount)"}, ("stage",), sort=("-sum",)))
    assert rows == [{"stage": "broken", "sum": Decimal("10.00")}, {"stage": "new", "sum": Decimal("0.70")}]
    rows = aggregate(ctx, Aggregate("machine", {"n": "COUNT()"}, ("site",)))
    assert [(row["site.$title"], row["n"]) for row in rows] == [(None, 1), ("上海厂", 4)]
    rows = aggregate(ctx, Aggregate("machine", {"n": "COUNT()"}, ("YEAR(bought)",)))
    assert [(row["YEAR(bought)"], row["n"]) for row in rows] == [(2025, 3), (2026, 2)]


def test_medians_are_per_group(ctx: Context) -> None:
    rows = aggregate(ctx, Aggregate("machine", {"m": "MEDIAN(amount)", "n": "COUNT()"}, ("stage",)))
    assert [(row["stage"], row["m"], row["n"]) for row in rows] == [
        ("new", Decimal("0.2"), 3),
        ("broken", Decimal(10), 2),
    ]


def test_only_readable_rows_count(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(1, machine=scoped("own")))
    assert aggregate(mine, Aggregate("machine", {"n": "COUNT()"})) == [{"n": 3}]
    nobody = replace(ctx, viewer=viewer(1))
    assert aggregate(nobody, Aggregate("machine", {"n": "COUNT()"})) == [{"n": 0}]
    assert aggregate(nobody, Aggregate("machine", {"n": "COUNT()"}, ("stage",))) == []


def test_hidden_fields_are_refused_in_measures_groups_and_filters(ctx: Context) -> None:
    mine = replace(ctx, viewer=viewer(1, machine=scoped("all", amount=FieldRight.MASKED, stage=FieldRight.HIDDEN)))
    for query in (
        Aggregate("machine", {"n": "SUM(amount)"}),
        Aggregate("machine", {"n": "COUNT()"}, ("stage",)),
        Aggregate("machine", {"n": "COUNT()"}, ("LEFT(stage, 1)",)),
        Aggregate("machine", {"n": "COUNT()"}, filter="amount > 1"),
    ):
        with pytest.raises(ProblemsFound) as found:
            aggregate(mine, query)
        code = found.value.problems[0].code
        assert code == "query.forbidden_field" if "amount" in str(query) else code.endswith(".unknown_field")


@pytest.mark.parametrize("measure", ["amount", "SUM()", "SUM(name)", "DROP(amount)", "SUM(nothing)"])
def test_what_is_no_measure_is_told(ctx: Context, measure: str) -> None:
    with pytest.raises(ProblemsFound):
        aggregate(ctx, Aggregate("machine", {"x": measure}))
