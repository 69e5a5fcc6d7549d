"""A formula that comes to one of some options, virtual and stored: kept, filtered, ordered as they stand, counted."""

from collections.abc import Iterator

import pytest

from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.query import aggregate, find
from dougong.records.values import Aggregate, Create, Query

from tests.records.workshop import Workshop
from tests.records.worlds import entity, field, words
from tests.support.grounds import Ground

SIZES = [{"key": key, "label": words(key)} for key in ("small", "middle", "large")]
FORMULA = 'IF(weight > 100, "large", IF(weight > 10, "middle", IF(weight > 0, "small", "")))'
PARCEL = entity(
    "parcel",
    [
        field("name", "text"),
        field("weight", "number"),
        field("size", "computed", result="choice", options=SIZES, formula=FORMULA),
        field("kept", "computed", result="choice", options=SIZES, formula=FORMULA, stored=True),
    ],
)


@pytest.fixture
def ctx(ground: Ground) -> Iterator[Context]:
    shop = Workshop(ground, PARCEL)
    weights = {"a": "500", "b": "50", "c": "5", "d": "0", "e": "7"}
    assert shop.write(*(Create("parcel", {"name": name, "weight": weight}) for name, weight in weights.items())).written
    with shop.engine.connect() as connection:
        yield shop.context(connection)


@pytest.mark.parametrize("key", ["size", "kept"])
def test_options_are_filtered_ordered_as_they_stand_and_counted(ctx: Context, key: str) -> None:
    rows = find(ctx, Query("parcel", ("name", key), sort=(key, "name"))).rows
    assert [row["name"] for row in rows if row[key]] == ["c", "e", "b", "a"], "small before large, not by letters"
    small = find(ctx, Query("parcel", ("name",), filter=f'{key} = "small"', sort=("name",))).rows
    assert [row["name"] for row in small] == ["c", "e"]
    groups = aggregate(ctx, Aggregate("parcel", {"n": "COUNT()"}, group=(key,)))
    assert {row[key]: row["n"] for row in groups if row[key]} == {"small": 2, "middle": 1, "large": 1}


def test_what_is_no_option_is_refused_in_a_filter(ctx: Context) -> None:
    with pytest.raises(ProblemsFound, match="larg"):
        find(ctx, Query("parcel", ("name",), filter='size = "larg"'))
