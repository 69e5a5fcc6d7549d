"""A record from an empty form with child rows to the end of its path."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_create_with_child_rows_worked_out_live(open_page: Open) -> None:
    page = open_page("/repair/new")
    page.click("#save")
    expect(page.locator(".frail")).to_contain_text("名称")
    page.fill("[name='f.name']", "Gearbox")
    page.locator("tr[data-row] [name$='].name']").first.fill("Wheel")
    page.locator("[name$='].quantity']").first.fill("3")
    page.locator("[name$='].price']").first.fill("12.5")
    expect(page.locator("tr[data-row] .cv").first).to_have_text("¥37.50")
    expect(page.locator("#f-total")).to_have_text("¥37.50")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Gearbox")
    expect(page.locator(".relwide")).to_contain_text("Wheel")


def test_pressing_save_twice_makes_one_record(open_page: Open) -> None:
    page = open_page("/repair/new")
    page.fill("[name='f.name']", "Only once")
    page.locator("#save").dblclick()
    expect(page.locator(".hl h1")).to_contain_text("Only once")
    page.goto("/repair?q=Only+once")
    expect(page.locator("#rows tr")).to_have_count(1)


def test_gate_asks_in_place(open_page: Open) -> None:
    page = open_page("/repair?q=Repair+30")
    page.click("#rows .nm a >> nth=0")
    page.click("button.step:has-text('已修')")
    page.fill("dialog [name='f.cause']", "Worn out")
    page.click("dialog .pri")
    expect(page.locator(".step.now")).to_contain_text("已修")
    expect(page.locator(".hist")).to_contain_text("Worn out")


def test_conflict_shows_both_values(open_page: Open) -> None:
    page = open_page("/repair?q=Repair+31")
    page.click("#rows .nm a >> nth=0")
    page.wait_for_url(re.compile(r"/repair/[0-9a-f-]{36}$"))
    record = page.url
    page.goto(record + "/edit")
    other = open_page(record + "/edit")
    other.fill("[name='f.cause']", "Theirs")
    other.click("#save")
    expect(other.locator(".hl h1")).to_be_visible()
    page.fill("[name='f.cause']", "Mine")
    page.click("#save")
    expect(page.locator(".conflict")).to_contain_text("Theirs")
    page.click("#save")
    expect(page.locator(".rfields")).to_contain_text("Mine")


def test_palette_and_theme(open_page: Open) -> None:
    page = open_page("/repair")
    page.keyboard.press("Control+k")
    page.fill("#palette input", "Repair 40")
    expect(page.locator("#palette .hit").first).to_contain_text("Repair 40")
    page.keyboard.press("Enter")
    expect(page.locator(".hl h1")).to_contain_text("Repair 40")
    page.click(".me")
    page.click("[name=theme]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
