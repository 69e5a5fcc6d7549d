"""Lists as people use them: filter, sort, group, page, keys, edit in place, many at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_filter_chip_is_made_and_removed(open_page: Open) -> None:
    page = open_page("/repair")
    page.click(".bar summary >> nth=0")
    page.click("[data-add-filter=amount]")
    page.select_option("[data-float] [name=operator_]", ">")
    page.fill("[data-float] [name=value_]", "5500")
    page.click("[data-float] button.pri")
    expect(page.locator("#rows tr")).to_have_count(5)
    expect(page.locator(".fc")).to_have_count(1)
    assert "filter=" in page.url
    page.click(".fc .ib")
    expect(page.locator("#rows tr")).to_have_count(50)


def test_wrong_expression_says_where(open_page: Open) -> None:
    page = open_page("/repair?filter=amout+%3E+3")
    expect(page.locator("#fx-problem")).to_contain_text("amout")


def test_sort_by_head_and_next_page(open_page: Open) -> None:
    page = open_page("/repair")
    page.click("th .h:has-text('金额')")
    page.wait_for_url(re.compile("sort=amount"))
    expect(page.locator("#rows tr").first).to_contain_text("Repair 01")
    page.click("[data-next]")
    expect(page.locator("#rows tr")).to_have_count(10)


def test_groups_have_sums_and_fold(open_page: Open) -> None:
    page = open_page("/repair?group=stage")
    head = page.locator("tr.grp").first
    expect(head).to_contain_text("万")
    head.locator("[data-fold]").click()
    expect(page.locator("#rows tr[data-id]").first).to_be_hidden()


def test_edit_in_place_with_escape_and_enter(open_page: Open) -> None:
    page = open_page("/repair?sort=-name")
    cell = page.locator("#rows td[data-edit=amount]").first
    before = cell.inner_text()
    cell.dblclick()
    page.fill(".editing input[type=text]", "77")
    page.keyboard.press("Escape")
    expect(page.locator("#rows td[data-edit=amount]").first).to_have_text(before)
    page.locator("#rows td[data-edit=amount]").first.dblclick()
    page.fill(".editing input[type=text]", "7,777")
    page.keyboard.press("Enter")
    expect(page.locator("#rows td[data-edit=amount]").first).to_have_text("¥7,777")


def test_keys_move_tick_and_open(open_page: Open) -> None:
    page = open_page("/repair")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".hl h1")).to_contain_text("Repair 02")


def test_delete_many_and_undo(open_page: Open) -> None:
    page = open_page("/repair?filter=amount+%3C+250")
    rows = page.locator("#rows tr")
    expect(rows).to_have_count(2)
    page.check("[data-all]")
    page.click("#bulk .danger")
    page.click("dialog .del")
    expect(rows).to_have_count(0)
    page.click(".toast button")
    expect(rows).to_have_count(2)


def test_phone_shows_cards(open_page: Open) -> None:
    page = open_page("/repair", 390)
    expect(page.locator(".rc").first).to_be_visible()
    expect(page.locator("table.t")).to_be_hidden()
    page.click(".rc .hd >> nth=0")
    expect(page.locator(".hl h1")).to_contain_text("Repair")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_english_throughout_and_back(open_page: Open) -> None:
    page = open_page("/repair")
    page.click(".me")
    page.click("[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    text = page.locator("#work").inner_text()
    assert "New Repair" in text
    assert not re.search(r"[\u4e00-\u9fff]", text.replace("管理员", "").replace("管", ""))
    page.click(".me")
    page.click("[name=language][value=zh-CN]")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_export_holds_what_the_list_shows(open_page: Open) -> None:
    page = open_page("/repair?filter=amount+%3C+250")
    page.click("summary[aria-label='导出']")
    with page.expect_download() as download:
        page.click(".menu.end a:has-text('CSV')")
    text = download.value.path().read_text("utf-8-sig")
    assert len(text.strip().splitlines()) == 3
    assert "Repair 01" in text
