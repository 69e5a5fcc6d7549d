"""A form as it is used: tabs, links to anything, addresses, drafts that come back, a network that goes away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_tabs_hold_their_sections_and_lead_to_problems(open_page: Open) -> None:
    page = open_page("/specimen/new")
    expect(page.locator("#s-one")).to_be_visible()
    expect(page.locator("#s-two")).to_be_hidden()
    page.get_by_role("radio", name="概况").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#s-two")).to_be_visible()
    page.fill("[name='f.mail']", "not a mail")
    expect(page.locator("#ft-second .chip")).to_have_text("1")
    expect(page.locator("#s-two")).to_be_visible()
    page.click("#save")
    expect(page.locator("#ft-first .chip")).to_have_text("1")
    page.click("[data-jump=f-name]")
    expect(page.locator("[name='f.name']")).to_be_focused()


def test_a_link_to_anything_and_an_address(open_page: Open) -> None:
    page = open_page("/specimen/new")
    page.fill("[name='f.name']", "Linked")
    page.fill("[name='f.year']", "2009")
    page.select_option("[data-combo-to]", "repair")
    page.fill("#f-about", "Repair 07")
    page.click(".combo .mi >> text=Repair 07")
    for part, words in (("region", "江苏/苏州"), ("detail", "1 号"), ("postcode", "215000")):
        page.fill(f".a-{part}", words)
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Linked")
    fields = page.locator(".rfields")
    expect(fields).to_contain_text("Repair 07")
    expect(fields).to_contain_text("江苏/苏州 1 号")
    expect(fields).to_contain_text("2009")
    page.goto(page.url + "/edit")
    expect(page.locator("#f-about")).to_have_value("Repair 07")
    expect(page.locator(".a-postcode")).to_have_value("215000")
    page.click("#save")
    expect(page.locator(".rfields")).to_contain_text("Repair 07")


def test_a_draft_comes_back_and_can_be_thrown_away(open_page: Open) -> None:
    page = open_page("/repair/new")
    page.fill("[name='f.name']", "Half done")
    page.locator("tr[data-row] [name$='].name']").first.fill("Wheel")
    page.locator("[name$='].quantity']").first.fill("3")
    expect(page.locator("#draft-state")).to_have_text(re.compile(r"草稿已自动保存 \d\d:\d\d:\d\d"))
    page.reload()
    expect(page.locator("[name='f.name']")).to_have_value("Half done")
    expect(page.locator("tr[data-row] [name$='].name']").first).to_have_value("Wheel")
    expect(page.locator("[name$='].quantity']").first).to_have_value("3")
    page.click(".toast button")
    expect(page.locator("[name='f.name']")).to_have_value("")
    page.reload()
    expect(page.locator("[name='f.name']")).to_have_value("")


def test_a_lost_connection_keeps_the_input(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/repair/new")
    page.fill("[name='f.name']", "Without network")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.fill("[name='f.cause']", "Tunnel")
    page.click("#save")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("[name='f.cause']")).to_have_value("Tunnel")
    page.context.set_offline(False)  # the page tries again by itself
    page.wait_for_url(re.compile(r"/repair/[0-9a-f-]{36}$"))
    expect(page.locator(".rfields")).to_contain_text("Tunnel")
    complaints.clear()
    page.close()


def test_five_hundred_options_and_long_words_hold(open_page: Open) -> None:
    page = open_page("/specimen/new")
    assert page.locator("#f-kind option").count() == 501
    page.fill("[name='f.name']", "مرحبا 👩‍🔧 " + "长" * 170)
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("مرحبا")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
