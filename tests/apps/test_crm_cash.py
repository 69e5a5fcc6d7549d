"""From the signature to the money: orders, receivables by their conditions, payments, invoices, and what buying does to stock."""

from datetime import date
from decimal import Decimal

import pytest

from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.values import Create, Query, Update

from tests.apps.hands import codes, make, person, read, save

pytestmark = pytest.mark.needs_app("crm")


def signed(workspace: Workspace, amount: str = "1000", on: str = "2026-02-01") -> tuple[str, str]:
    """An account and an active contract with it."""
    account = make(workspace, "account", name="恒锐")
    values = {"name": "产线", "account": account, "amount": amount, "status": "active", "signed_on": on}
    return account, make(workspace, "contract", **values)


def test_each_condition_begins_the_days_of_credit(empty_crm: Workspace) -> None:
    account, contract = signed(empty_crm)
    order = make(empty_crm, "sales_order", name="一单", contract=contract)
    assert read(empty_crm, "sales_order", order, "account.name")["account.name"] == "恒锐"
    share = {"contract": contract, "share": "25", "offset_days": 10}
    first, second, third, fourth = (
        make(empty_crm, "receivable", name=name, trigger=trigger, order=order, **share)
        for name, trigger in (("首付", "signing"), ("发货", "delivery"), ("验收", "acceptance"), ("开票", "invoice"))
    )
    found = read(empty_crm, "receivable", first, "amount", "due_on", "status", "account.name")
    assert found == found | {"amount": 250, "due_on": date(2026, 2, 11), "status": "due", "account.name": "恒锐"}
    for waiting in (second, third, fourth):
        later = read(empty_crm, "receivable", waiting, "due_on", "status")
        assert (later["due_on"], later["status"]) == (None, "waiting")
    assert save(empty_crm, Update("sales_order", order, {"delivered_on": "2026-03-05"})).written
    assert save(empty_crm, Update("contract", contract, {"accepted_on": "2026-04-01"})).written
    bill = {"receivable": fourth, "status": "issued", "issued_on": "2026-05-02", "invoice_no": "0001"}
    invoice = make(empty_crm, "invoice", **bill)
    due = [read(empty_crm, "receivable", one, "due_on", "status") for one in (second, third, fourth)]
    assert [row["due_on"] for row in due] == [date(2026, 3, 15), date(2026, 4, 11), date(2026, 5, 12)]
    assert {row["status"] for row in due} == {"due"}
    asked = read(empty_crm, "invoice", invoice, "title", "amount", "account.name", "contract.name")
    assert asked == asked | {"title": "恒锐", "amount": 250, "account.name": "恒锐", "contract.name": "产线"}
    assert read(empty_crm, "account", account, "overdue", "receivable")["receivable"] == 1000


def test_a_payment_settles_what_it_names_once_it_is_confirmed(empty_crm: Workspace) -> None:
    account, contract = signed(empty_crm)
    first = make(empty_crm, "receivable", name="首付", contract=contract, share="30")
    payment = make(empty_crm, "payment", receivable=first, amount="200")
    assert read(empty_crm, "payment", payment, "account.name", "contract.name")["contract.name"] == "产线"
    assert read(empty_crm, "receivable", first, "received", "status")["status"] == "due", "not confirmed yet"
    assert codes(save(empty_crm, Update("payment", payment, {"status": "confirmed"}))) == {"bank_ref": "gate.required"}
    assert save(empty_crm, Update("payment", payment, {"status": "confirmed", "bank_ref": "A1"})).written
    assert read(empty_crm, "receivable", first, "status", "unpaid")["status"] == "partial"
    make(empty_crm, "payment", receivable=first, amount="100", status="confirmed", bank_ref="A2")
    assert read(empty_crm, "receivable", first, "status")["status"] == "paid"
    money = read(empty_crm, "contract", contract, "received", "unpaid", "planned")
    assert [money[key] for key in ("received", "unpaid", "planned")] == [300, 700, 300]
    assert read(empty_crm, "account", account, "receivable")["receivable"] == 700
    assert save(empty_crm, Update("payment", payment, {"status": "returned"})).written
    assert read(empty_crm, "contract", contract, "received")["received"] == 100


def test_an_order_reserves_stock_and_a_purchase_brings_it(empty_crm: Workspace) -> None:
    account = make(empty_crm, "account", name="海拓")
    supplier = make(empty_crm, "supplier", name="华工", lead_days=20, status="approved", payment_terms="net_30")
    item = make(empty_crm, "stock_item", name="压力机", opening="3", safety="2", price="600", supplier=supplier)
    press = make(empty_crm, "product", name="压力机 200T", list_price="1000", cost="600", stock_item=item)
    order = make(
        empty_crm,
        "sales_order",
        name="二单",
        account=account,
        due_on="2099-06-30",
        lines=[{"product": press, "quantity": "4"}],
    )
    stock = ("on_hand", "reserved", "available", "incoming", "to_buy")

    def here() -> list[Decimal]:
        found = read(empty_crm, "stock_item", item, *stock)
        return [found[key] for key in stock]

    assert here() == [3, 0, 3, 0, 0], "a draft reserves nothing"
    assert save(empty_crm, Update("sales_order", order, {"status": "confirmed"})).written
    assert here() == [3, 4, -1, 0, 3]
    plan = make(empty_crm, "purchase_plan", item=item, order=order, quantity="3")
    wanted = read(empty_crm, "purchase_plan", plan, "name", "needed_on", "order_by", "estimate", "supplier.name")
    assert [wanted[key] for key in ("name", "needed_on", "order_by", "estimate", "supplier.name")] == [
        "压力机", date(2099, 6, 23), date(2099, 6, 3), 1800, "华工",
    ]  # fmt: skip
    assert read(empty_crm, "sales_order", order, "open_plans")["open_plans"] == 1
    buy = make(
        empty_crm,
        "purchase_order",
        name="补货",
        supplier=supplier,
        order=order,
        lines=[{"item": item, "quantity": "3"}],
    )
    assert save(empty_crm, Update("purchase_order", buy, {"status": "ordered"})).written
    assert here() == [3, 4, -1, 3, 0]
    with empty_crm.reading(person(empty_crm, "admin")) as ctx:
        line = find(ctx, Query("purchase_line", ("id",), limit=1)).rows[0]["id"]
    assert save(empty_crm, Update("purchase_line", line, {"received_quantity": "3"})).written
    assert here() == [6, 4, 2, 0, 0]
    assert save(empty_crm, Update("sales_order", order, {"status": "shipped", "shipped_on": "2026-01-05"})).written
    assert here() == [2, 0, 2, 0, 0]
    totals = read(empty_crm, "sales_order", order, "net_total", "tax_total", "total", "cost_total", "margin")
    assert [totals[key] for key in ("net_total", "tax_total", "total", "cost_total", "margin")] == [
        4000,
        520,
        4520,
        2400,
        40,
    ]


def test_finance_confirms_payments_and_changes_no_contract(crm: Workspace) -> None:
    finance = person(crm, "jiang_wanqing")
    with crm.reading(finance) as ctx:
        contract = find(ctx, Query("contract", ("id",), filter='status = "active" AND unpaid > 1', limit=1)).rows[0][
            "id"
        ]
        account = find(ctx, Query("account", ("id",), limit=1)).rows[0]["id"]
        payment = find(ctx, Query("payment", ("id",), filter='status = "pending"', limit=1)).rows[0]["id"]
    assert not save(crm, Update("contract", contract, {"amount": "1"}), viewer=finance).written
    assert not save(crm, Update("account", account, {"name": "改名"}), viewer=finance).written
    assert save(crm, Update("payment", payment, {"status": "confirmed"}), viewer=finance).written


def test_a_seller_reports_a_payment_but_does_not_confirm_it(crm: Workspace) -> None:
    seller = person(crm, "chen_muye")
    with crm.reading(seller) as ctx:
        mine = find(ctx, Query("receivable", ("id", "owner"), filter="unpaid > 0", limit=1)).rows[0]["id"]
    claim = Create("payment", {"receivable": mine, "amount": "1"})
    assert save(crm, claim, viewer=seller).written
    confirmed = Create("payment", {"receivable": mine, "amount": "1", "status": "confirmed", "bank_ref": "B"})
    assert not save(crm, confirmed, viewer=seller).written
