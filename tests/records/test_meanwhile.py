"""What others saved since a revision, and what one save did together."""

from dataclasses import replace

import pytest

from dougong.records.history import saves
from dougong.records.meanwhile import meanwhile
from dougong.records.values import Update

from tests.records.workshop import BOSS, TASK, Workshop
from tests.support.grounds import Ground


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def test_rows_and_links_that_others_changed_are_told(shop: Workshop) -> None:
    mine = shop.made("project", name="a", tasks=[{"name": name, "price": 1} for name in ("t", "u", "v")])
    ids = {row["name"]: row["id"] for row in shop.rows("task")}
    given = [{"id": ids["t"], "price": 5}, {"id": ids["v"]}, {"name": "w"}]
    assert shop.update("project", mine, tasks=given, helpers=[BOSS]).ok
    assert shop.update("project", mine, name="b").ok
    ids["w"] = next(row["id"] for row in shop.rows("task") if row["name"] == "w")
    with shop.engine.connect() as connection:
        found = meanwhile(shop.context(connection), "project", mine, 1)
        later = meanwhile(shop.context(connection), "project", mine, 2)
    assert {one.id: one.action for one in found.rows["tasks"]} == {
        ids["t"]: "updated", ids["u"]: "deleted", ids["w"]: "created",
    }  # fmt: skip
    [changed] = [one for one in found.rows["tasks"] if one.action == "updated"]
    assert [str(one) for one in changed.fields["price"]] == ["1.00", "5.00"]
    assert found.fields["helpers"] == ([], [BOSS]) and found.rev == 3
    assert later.rows == {} and list(later.fields) == ["name"]
    answer = shop.write(Update("project", mine, {"name": "c"}, rev=1)).outcomes[0]
    assert answer.conflict == found


def test_a_row_that_came_and_went_is_not_told(shop: Workshop) -> None:
    mine = shop.made("project", name="a")
    assert shop.update("project", mine, tasks=[{"name": "t"}]).ok
    assert shop.update("project", mine, tasks=[]).ok
    with shop.engine.connect() as connection:
        assert meanwhile(shop.context(connection), "project", mine, 1).rows == {}


def test_what_was_written_together_is_told_together(shop: Workshop) -> None:
    mine = shop.made("project", name="a", tasks=[{"name": "t"}, {"name": "u"}], helpers=[BOSS])
    for name in ("b", "c", "d"):
        assert shop.update("project", mine, name=name).ok
    with shop.engine.connect() as connection:
        ctx = shop.context(connection)
        first, second = saves(ctx, "project", mine, limit=2)
        [third, made] = saves(ctx, "project", mine, before=second[0].id)
    assert [len(one) for one in (first, second, third)] == [1, 1, 1]
    assert sorted(one.entity for one in made) == ["project", "project__helpers", "task", "task"]


def test_rows_that_went_for_good_stay_in_the_history_of_their_record(ground: Ground) -> None:
    """Even of two records that were written together, each tells of its own."""
    shop = Workshop(ground, replace(TASK, raw={**TASK.raw, "features": {"recycle_bin": False}}))
    mine, other = (shop.made("project", name=name, tasks=[{"name": f"{name}{n}"} for n in range(2)]) for name in "ab")
    assert shop.write(Update("project", mine, {"tasks": []}), Update("project", other, {"tasks": []})).written
    assert shop.rows("task") == []
    with shop.engine.connect() as connection:
        told = saves(shop.context(connection), "project", mine)
    assert [[one.action for one in save if one.entity == "task"] for save in told] == [["deleted"] * 2, ["created"] * 2]
    assert {one.changes["name"][0] for one in told[0] if one.entity == "task"} == {"a0", "a1"}
