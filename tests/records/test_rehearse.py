"""A write rehearsed: what it would work out and say, with nothing written; defaults follow links that defaults set."""

from decimal import Decimal

import pytest

from dougong.metamodel.documents import Document
from dougong.records.values import Create, Update
from dougong.records.write import rehearse

from tests.records.workshop import Workshop
from tests.records.worlds import entity, field
from tests.support.grounds import Ground

COIN = entity("coin", [field("name", "text", "名称")])
TARIFF = entity("tariff", [field("name", "text", "名称"), field("coin", "link", "币种", to="coin")])
SITE = entity("site", [field("name", "text", "名称"), field("tariff", "link", "价目", to="tariff")])
OFFER = entity(
    "offer",
    [
        field("name", "text", "名称"),
        field("site", "link", "地点", to="site"),
        field("tariff", "link", "价目", to="tariff"),
        field("coin", "link", "币种", to="coin"),
        field("said", "text", "说明"),
    ],
)
RULES = Document(
    "yard", "rules", "rules/offer.json",
    {
        "$schema": "dougong/rules/1", "entity": "offer", "rules": [
            {"key": "said", "family": "default", "field": "said", "value": 'COALESCE(coin.name, "none")', "on_change": ["coin"]},
            {"key": "coin", "family": "default", "field": "coin", "value": "tariff.coin", "on_change": ["tariff"]},
            {"key": "tariff", "family": "default", "field": "tariff", "value": "site.tariff", "on_change": ["site"]},
        ],
    },
)  # fmt: skip


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground, COIN, TARIFF, SITE, OFFER, RULES)


def test_defaults_follow_links_that_defaults_set(shop: Workshop) -> None:
    sites = {}
    for name in ("yuan", "euro"):
        coin = shop.made("coin", name=name)
        sites[name] = shop.made("site", name=name, tariff=shop.made("tariff", name=name, coin=coin))
    offer = shop.made("offer", name="x", site=sites["yuan"])
    assert shop.row("offer", offer)["said"] == "yuan"
    shop.update("offer", offer, site=sites["euro"])
    assert shop.row("offer", offer)["said"] == "euro"
    without = shop.made("offer", name="y")
    assert shop.row("offer", without)["said"] == "none"


def test_a_rehearsal_tells_everything_and_writes_nothing(shop: Workshop) -> None:
    with shop.engine.connect() as connection:
        context = shop.context(connection)
        found = rehearse(
            context, Create("project", {"name": "b", "budget": "2000000", "tasks": [{"name": "t", "price": 3}]})
        )
        assert found.worked_out[""]["cost"] == Decimal(200000) and found.worked_out[""]["grade"] == "A"
        assert "budget" not in found.worked_out[""] or found.worked_out[""]["budget"] == 2000000
        assert found.worked_out["tasks[0]"]["amount"] == 3
        assert [one.code for one in found.warnings] == ["rule.big"] and not found.problems
        refused = rehearse(context, Create("project", {"name": "", "tasks": [{"price": -1}]}))
        assert {one.path for one in refused.problems} == {"name", "tasks[0].name"}
    assert shop.rows("project") == [] and shop.rows("task") == []


def test_a_change_is_rehearsed_over_what_is_stored(shop: Workshop) -> None:
    mine = shop.made("project", name="hole", budget=100)
    with shop.engine.connect() as connection:
        found = rehearse(shop.context(connection), Update("project", mine, {"budget": "10"}))
    assert [one.code for one in found.problems] == ["rule.no_cut"]
    assert found.worked_out[""]["cost"] == 1
    assert shop.row("project", mine)["budget"] == 100
