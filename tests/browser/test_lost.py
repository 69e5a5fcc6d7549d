"""A connection that goes away in a cell, among many records and in a dialog: one message offers to try again, nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_what_did_not_get_through_is_tried_again(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/repair?view=repair_all")
    lost, again = page.locator(".toast.lost"), page.locator(".toast.lost button")
    cell = page.locator("#rows tr", has_text="Repair 04").locator("[data-edit=amount]")

    page.context.set_offline(True)
    cell.dblclick()
    expect(lost).to_contain_text("网络已断开")
    again.click()
    expect(lost).to_be_visible()
    page.context.set_offline(False)  # it is asked for again by itself
    amount = cell.locator("input[name='f.amount']")
    expect(amount).to_be_focused()
    expect(lost).to_be_hidden()

    amount.fill("4321")
    page.context.set_offline(True)
    amount.press("Enter")
    expect(lost).to_be_visible()
    expect(amount).to_have_value("4321")
    page.context.set_offline(False)
    expect(cell).to_have_text("¥4,321")

    page.locator("#table .cb[name=id]").nth(0).check()
    page.locator("#table .cb[name=id]").nth(1).check()
    page.locator("#bulk button", has_text="改字段").click()
    page.select_option("#bulk-field", "amount")
    page.locator("#dialog [name='f.amount']").fill("77")
    page.route("**/bulk/set", lambda route: route.abort())
    page.locator("#dialog .pri").click()
    expect(lost).to_be_visible()
    expect(page.locator("#dialog [name='f.amount']")).to_have_value("77")
    page.unroute("**/bulk/set")
    again.click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator("#rows tr", has_text="Repair 01")).to_contain_text("¥77")

    page.context.set_offline(True)
    page.locator("[data-all]").check()
    page.locator("#bulk [data-every]").click()
    expect(lost).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#bulk")).to_contain_text("已选 60 条")
    complaints.clear()  # the browser tells of the requests that were cut off
