"""What the sales template promises: stages and gates, figures that follow, who may see what."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dougong.host.workspaces import Workspace
from dougong.records.query import aggregate, find, get
from dougong.records.rights import SYSTEM, FieldRight
from dougong.records.values import Aggregate, Create, Query, Update

from tests.apps.hands import codes, make, person, read, save

pytestmark = pytest.mark.needs_app("crm")


def test_probability_follows_the_stage_unless_it_is_given(empty_crm: Workspace) -> None:
    plain = make(empty_crm, "opportunity", name="甲", stage="proposal", amount="1000")
    given = make(empty_crm, "opportunity", name="乙", stage="proposal", amount="1000", probability=60)
    fields = ("probability", "expected_revenue")
    assert [read(empty_crm, "opportunity", plain, *fields)[one] for one in fields] == [50, Decimal("500.00")]
    assert read(empty_crm, "opportunity", given, *fields)["expected_revenue"] == Decimal("600.00")
    assert save(empty_crm, Update("opportunity", plain, {"stage": "negotiation", "close_date": "2030-01-31"})).written
    assert read(empty_crm, "opportunity", plain, *fields)["probability"] == 75
    assert save(empty_crm, Update("opportunity", given, {"amount": "2000.00"})).written
    assert read(empty_crm, "opportunity", given, *fields)["expected_revenue"] == Decimal("1200.00")


def test_gates_bind_moves_not_history(empty_crm: Workspace) -> None:
    lost = make(
        empty_crm, "opportunity", code="1C1I7A6R", stage="lost", engaged_on="2016-10-20", close_date="2017-03-01"
    )
    assert read(empty_crm, "opportunity", lost, "name")["name"] == "1C1I7A6R"
    new = make(empty_crm, "opportunity", name="丙")
    assert codes(save(empty_crm, Update("opportunity", new, {"stage": "proposal"}))) == {"amount": "gate.required"}
    assert codes(save(empty_crm, Update("opportunity", new, {"stage": "won"}))) == {"stage": "gate.move"}
    assert codes(save(empty_crm, Update("opportunity", new, {"stage": "lost"}))) == {"lost_reason": "gate.required"}
    assert save(empty_crm, Update("opportunity", new, {"stage": "lost", "lost_reason": "价格过高"})).written


def test_an_account_knows_what_it_is_worth(empty_crm: Workspace) -> None:
    account = make(empty_crm, "account", name="恒锐", industry="technolgy", city="苏州", annual_revenue="1100.04")
    make(empty_crm, "opportunity", name="一", account=account, stage="won", amount="100", close_date="2026-02-01")
    open_one = make(empty_crm, "opportunity", name="二", account=account, amount="30")
    figures = ("won_value", "open_value", "opportunity_count", "last_won_on")
    assert [read(empty_crm, "account", account, *figures)[one] for one in figures] == [100, 30, 2, date(2026, 2, 1)]
    assert save(empty_crm, Update("opportunity", open_one, {"account": None})).written
    assert [read(empty_crm, "account", account, *figures)[one] for one in figures[:3]] == [100, 0, 1]
    talk = {"subject": "电话", "about": {"entity": "account", "id": account}, "happened_at": "2026-01-05T02:00:00Z"}
    make(empty_crm, "activity", **talk)
    assert str(read(empty_crm, "account", account, "last_contact_at")["last_contact_at"]).startswith("2026-01-05")


def test_a_quotation_adds_up(empty_crm: Workspace) -> None:
    account = make(empty_crm, "account", name="海拓")
    deal = make(empty_crm, "opportunity", name="三", account=account)
    press = make(empty_crm, "product", name="压力机", code="P", unit="set", list_price="1000", tax_rate="13")
    lines = [{"product": press, "quantity": "3", "discount": "10"}, {"product": press, "quantity": "1"}]
    id_ = make(empty_crm, "quotation", name="报价", account=account, opportunity=deal, rounding="1", lines=lines)
    totals = ("list_total", "discount_total", "net_total", "tax_total", "total", "max_discount")
    found = read(empty_crm, "quotation", id_, *totals)
    assert [str(found[one]) for one in totals] == ["4000.00", "300.00", "3700.00", "481.00", "4180.00", "10"]
    assert str(read(empty_crm, "opportunity", deal, "quoted")["quoted"]) == "4180.00"
    assert save(empty_crm, Update("quotation", id_, {"status": "sent"})).written
    refused = Create("quotation", {"name": "过低", "account": account, "lines": [{"product": press, "discount": "41"}]})
    assert "discount_limit" in str([one.code for one in save(empty_crm, refused).problems])


@pytest.mark.parametrize(
    ("entity", "values", "field"),
    [
        ("contact", {"name": "王", "mobile": "1234567890"}, "mobile"),
        ("contact", {"name": "王", "email": "nobody"}, "email"),
        ("opportunity", {"name": "丁", "engaged_on": "2026-05-02", "close_date": "2026-05-01"}, "close_date"),
        ("opportunity", {"name": "丁", "probability": "120"}, "probability"),
        ("product", {"name": "泵", "list_price": "10", "floor_price": "11"}, "floor_price"),
    ],
)
def test_nonsense_is_refused_beside_its_field(
    empty_crm: Workspace, entity: str, values: dict[str, Any], field: str
) -> None:
    if entity == "contact":
        values = {**values, "account": make(empty_crm, "account", name="戊")}
    written = save(empty_crm, Create(entity, values))
    assert field in codes(written)


def test_won_value_by_office_quarter_and_product(crm: Workspace) -> None:
    with crm.reading(SYSTEM) as ctx:
        total = aggregate(ctx, Aggregate("opportunity", {"v": "SUM(amount)"}, filter='stage = "won"'))[0]["v"]
        for group in ("owner.office", "close_quarter", "product.name", "account.industry"):
            rows = aggregate(ctx, Aggregate("opportunity", {"v": "SUM(amount)"}, (group,), filter='stage = "won"'))
            assert len(rows) > 1
            assert sum(row["v"] for row in rows) == total


def test_managers_see_their_own_people_only(crm: Workspace) -> None:
    def owners(login: str) -> set[str]:
        with crm.reading(person(crm, login)) as ctx:
            rows = find(ctx, Query("opportunity", ("owner.login",), limit=500)).rows
        return {row["owner.login"] for row in rows}

    assert owners("chen_muye") == {"chen_muye"}
    assert owners("zhou_yanqiu") <= {"zhou_yanqiu", "chen_muye", "xu_nanqiao"}
    assert owners("han_shuyao") <= {"han_shuyao", "shen_yizhou", "liang_jingxing"}
    assert owners("lin_zhixia") > owners("zhou_yanqiu") | owners("han_shuyao")
    assert owners("jiang_wanqing") == set()


def test_fields_are_hidden_and_masked_by_role(crm: Workspace) -> None:
    sales, finance = person(crm, "chen_muye"), person(crm, "jiang_wanqing")
    assert sales.on("contract").field("cost") is FieldRight.HIDDEN
    assert sales.on("product").field("cost") is FieldRight.HIDDEN
    with crm.reading(sales) as ctx:
        row = find(ctx, Query("account", ("name", "bank_account"), limit=1)).rows[0]
    with crm.reading(finance) as ctx:
        same = get(ctx, "account", row["id"], ("bank_account",))
    assert same is not None
    assert same["bank_account"].isdigit()
    assert row["bank_account"] != same["bank_account"]
