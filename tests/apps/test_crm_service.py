"""Tickets, marketing, projects, targets and tiers of the sales template; and what each new role may see of the rest."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM, FieldRight
from dougong.records.values import Query, Update

from tests.apps.hands import codes, make, person, read, save
from tests.support.day import product_day

pytestmark = pytest.mark.needs_app("crm")


def test_a_ticket_is_due_by_its_priority_and_closed_with_an_answer(empty_crm: Workspace) -> None:
    account = make(empty_crm, "account", name="恒锐")
    caller = make(empty_crm, "contact", name="王", account=account, mobile="13800001234")
    opened = "2026-03-02T01:00:00Z"
    ticket = make(empty_crm, "ticket", subject="停机", contact=caller, priority="urgent", opened_at=opened, owner=None)
    found = read(empty_crm, "ticket", ticket, "account.name", "phone", "due_at", "opened_at", "overdue")
    assert (found["account.name"], found["phone"], found["overdue"]) == ("恒锐", "13800001234", True)
    assert found["due_at"] - found["opened_at"] == timedelta(hours=4)
    assert save(empty_crm, Update("ticket", ticket, {"priority": "low"})).written
    assert read(empty_crm, "ticket", ticket, "due_at")["due_at"] - found["opened_at"] == timedelta(hours=72)
    assert codes(save(empty_crm, Update("ticket", ticket, {"status": "resolved"}))) == {"status": "gate.move"}
    agent = make(empty_crm, "person", name="客服")
    assert save(empty_crm, Update("ticket", ticket, {"status": "doing", "owner": agent})).written
    assert codes(save(empty_crm, Update("ticket", ticket, {"status": "resolved"}))) == {"resolution": "gate.required"}
    assert save(empty_crm, Update("ticket", ticket, {"status": "resolved", "resolution": "已更换"})).written
    done = read(empty_crm, "ticket", ticket, "resolved_at", "replied_at", "overdue", "hours_taken")
    assert done["resolved_at"] is not None
    assert done["replied_at"] is not None
    assert done["overdue"] is False
    assert read(empty_crm, "account", account, "ticket_count", "open_tickets")["open_tickets"] == 0


def test_a_campaign_knows_what_it_brought(empty_crm: Workspace) -> None:
    fair = make(empty_crm, "campaign", name="展会", kind="exhibition", budget="100")
    make(empty_crm, "channel_cost", subject="展位", channel="offline", campaign=fair, amount="50", status="paid")
    make(empty_crm, "channel_cost", subject="备用", channel="offline", campaign=fair, amount="20", status="planned")
    lead = make(empty_crm, "lead", name="李", campaign=fair, mobile="+12125550123")
    make(empty_crm, "opportunity", name="甲", campaign=fair, stage="won", amount="600", close_date="2026-01-05")
    make(empty_crm, "behaviour", subject="到访", kind="fair", campaign=fair, lead=lead)
    figures = ("spent", "lead_count", "lead_cost", "won_value", "return_rate", "budget_used", "visits")
    found = read(empty_crm, "campaign", fair, *figures)
    assert [found[key] for key in figures] == [50, 1, 50, 600, 12, 50, 1]
    assert read(empty_crm, "lead", lead, "heat")["heat"] == 8


def test_a_project_moves_with_its_milestones(empty_crm: Workspace) -> None:
    account = make(empty_crm, "account", name="业主")
    partner = make(empty_crm, "partner", name="设计院", kind="design")
    steps = [
        {"name": "启动", "due_on": "2026-01-10", "done_on": "2026-01-09"},
        {"name": "验收", "due_on": "2026-02-10"},
    ]
    parties = [{"part": "client", "account": account}, {"part": "design", "partner": partner}]
    project = make(
        empty_crm, "project", name="交付", account=account, milestones=steps, parties=parties, status="running"
    )
    found = read(empty_crm, "project", project, "progress", "next_due_on", "late_days")
    assert (found["progress"], found["next_due_on"]) == (50, date(2026, 2, 10))
    assert found["late_days"] > 0
    assert read(empty_crm, "partner", partner, "project_count")["project_count"] == 1
    assert codes(save(empty_crm, Update("project", project, {"status": "acceptance"}))) == {}
    assert codes(save(empty_crm, Update("project", project, {"status": "done"}))) == {"accepted_on": "gate.required"}


def test_a_target_fills_with_what_its_seller_wins(empty_crm: Workspace) -> None:
    seller, other = (make(empty_crm, "person", name=name) for name in ("甲", "乙"))
    target = make(empty_crm, "target", seller=seller, q1="100", q2="100", q3="100", q4="100")
    today = product_day()
    for owner, stage in ((seller, "won"), (seller, "proposal"), (other, "won")):
        make(empty_crm, "opportunity", name="单", owner=owner, stage=stage, amount="60", close_date=str(today))
    found = read(empty_crm, "target", target, "name", "year", "goal", "won", "rate", "won_now", "rate_now")
    assert found["name"] == f"甲 {found['year']}"
    figures = ("goal", "won", "rate", "won_now", "rate_now")
    assert [found[key] for key in figures] == [400, 60, 15, 60, 60]


@pytest.mark.parametrize(("won", "tier"), [("3000000", "T1"), ("1000000", "T2"), ("10", "T3"), (None, "T5")])
def test_an_account_s_tier_follows_what_it_bought(empty_crm: Workspace, won: str | None, tier: str) -> None:
    account = make(empty_crm, "account", name="客户")
    if won:
        make(empty_crm, "opportunity", name="单", account=account, stage="won", amount=won, close_date="2026-01-05")
    assert read(empty_crm, "account", account, "tier")["tier"] == tier
    with empty_crm.reading(SYSTEM) as ctx:
        assert len(find(ctx, Query("account", ("id",), filter=f'tier = "{tier}"')).rows) == 1


def test_marketing_sees_what_campaigns_brought_and_no_numbers(crm: Workspace) -> None:
    marketer = person(crm, "ye_wenxi")
    with crm.reading(marketer) as ctx:
        deals = find(ctx, Query("opportunity", ("campaign",), limit=500)).rows
        mobile = find(ctx, Query("contact", ("mobile",), limit=1)).rows[0]["mobile"]
        assert not find(ctx, Query("contract", ("id",), limit=1)).rows
        assert not find(ctx, Query("receivable", ("id",), limit=1)).rows
    assert deals
    assert all(row["campaign"] for row in deals)
    assert mobile == "***"
    assert marketer.on("account").field("overdue") is FieldRight.HIDDEN


def test_purchasing_sees_quantities_and_no_selling_prices(crm: Workspace) -> None:
    buyer = person(crm, "gu_beichen")
    for entity, field in (
        ("sales_order", "total"),
        ("sales_order", "margin"),
        ("sales_order_line", "amount"),
        ("product", "list_price"),
    ):
        assert buyer.on(entity).field(field) is FieldRight.HIDDEN, f"{entity}.{field}"
    assert buyer.on("stock_item").field("price") is FieldRight.EDIT
    with crm.reading(buyer) as ctx:
        states = {row["status"] for row in find(ctx, Query("sales_order", ("status",), limit=500)).rows}
        assert not find(ctx, Query("opportunity", ("id",), limit=1)).rows
    assert states
    assert not states & {"draft", "cancelled"}


def test_service_sees_contracts_without_their_amounts(crm: Workspace) -> None:
    agent, chief = person(crm, "ji_anran"), person(crm, "su_mingyuan")
    with crm.reading(agent) as ctx:
        contract = find(ctx, Query("contract", ("name", "amount"), limit=1)).rows[0]
        ticket = find(
            ctx, Query("ticket", ("id",), filter='owner.login = "he_qingyang" AND status = "doing"', limit=1)
        ).rows[0]
    assert contract["amount"] == "***"
    assert agent.on("sales_order").field("total") is FieldRight.HIDDEN
    change = Update("ticket", ticket["id"], {"priority": "high"})
    assert not save(crm, change, viewer=agent).written, "another agent's"
    assert save(crm, change, viewer=chief).written


def test_sellers_never_see_what_things_cost(crm: Workspace) -> None:
    seller = person(crm, "chen_muye")
    hidden = [
        ("sales_order", "cost_total"),
        ("sales_order", "margin"),
        ("sales_order_line", "cost_amount"),
        ("stock_item", "price"),
        ("purchase_plan", "estimate"),
        ("partner", "commission_due"),
    ]
    for entity, field in hidden:
        assert seller.on(entity).field(field) is FieldRight.HIDDEN, f"{entity}.{field}"
    with crm.reading(seller) as ctx:
        assert {row["seller.login"] for row in find(ctx, Query("target", ("seller.login",))).rows} == {"chen_muye"}


def test_the_english_workspace_is_as_alive(crm_in_english: Workspace) -> None:
    with crm_in_english.reading(SYSTEM) as ctx:
        assert ctx.currency == "USD"
        for view in ctx.store.model.views.values():
            if "$user" not in (view.filter or "") and view.key not in ("contact_birthdays", "quotation_expiring"):
                assert find(ctx, Query(view.entity, ("id",), filter=view.filter or "", limit=1)).rows, view.key
        rows = find(ctx, Query("project", ("team",), filter="COUNT(team) > 2", limit=1)).rows
        money = find(ctx, Query("opportunity", ("amount",), sort=("-amount",), limit=1)).rows[0]["amount"]
    assert rows
    assert money < Decimal(1_000_000), "dollars, not yuan"
