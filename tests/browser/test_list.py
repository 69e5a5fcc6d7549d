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


def test_sort_by_head_and_scroll_to_the_end(open_page: Open) -> None:
    page = open_page("/repair")
    page.click("th .h:has-text('金额')")
    page.wait_for_url(re.compile("sort=amount"))
    expect(page.locator("#rows tr").first).to_contain_text("Repair 01")
    page.locator("#table .cb[name=id]").first.check()
    page.locator("#scroll").evaluate("box => box.scrollTo(0, box.scrollHeight)")
    expect(page.locator("#table tr[data-id]").last).to_contain_text("Repair 60")
    page.locator("#table .cb[name=id]").last.check()
    expect(page.locator("#bulk")).to_contain_text("已选 2 条 · ¥6,100")
    page.locator("#scroll").evaluate("box => box.scrollTo(0, 0)")
    expect(page.locator("#rows tr").first).to_have_class("sel")


def test_a_column_is_as_wide_as_it_was_drawn(open_page: Open) -> None:
    page = open_page("/repair")
    handle = page.locator(".rz[data-path=due]")
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 64, box["y"] + 10, steps=4)
    page.mouse.up()
    handle.focus()
    with page.expect_response(lambda answer: answer.url.endswith("/widths")):
        page.keyboard.press("ArrowRight")
    page.reload()
    expect(handle).to_have_attribute("aria-valuenow", "180")
    with page.expect_response(lambda answer: answer.url.endswith("/widths")):
        handle.dblclick()
    assert int(handle.get_attribute("aria-valuenow") or 999) < 110


def test_a_day_is_filtered_by_a_period(open_page: Open) -> None:
    page = open_page("/repair")
    page.click(".bar summary >> nth=0")
    page.click(".bar [data-add-filter=created_at]")
    page.click("[data-float] button[value=this_week]")
    expect(page.locator(".fc .v summary")).to_have_text("本周")
    page.click(".fc .v summary")
    page.fill(".fc .pdays input[name=days_] >> nth=0", "30")
    page.keyboard.press("Enter")
    expect(page.locator(".fc .v summary")).to_have_text("最近 30 天")
    expect(page.locator("#rows tr")).to_have_count(50)


def test_groups_have_sums_scroll_on_and_fold(open_page: Open) -> None:
    page = open_page("/repair?group=stage")
    head = page.locator("tr.grp").first
    expect(head).to_contain_text("60")
    expect(head).to_contain_text("万")
    page.locator("#scroll").evaluate("box => box.scrollTo(0, box.scrollHeight)")
    expect(page.locator("#table tr[data-id]").last).to_contain_text("Repair 60")
    expect(page.locator("#table tr.grp:visible")).to_have_count(1)
    page.locator("#scroll").evaluate("box => box.scrollTo(0, 0)")
    head.locator("[data-fold]").click()
    expect(page.locator("#table tr[data-id]:visible")).to_have_count(0)
    head.locator("[data-fold]").press("Enter")
    expect(page.locator("#table tr[data-id]").first).to_be_visible()


def test_edit_in_place_with_escape_tab_enter_and_undo(open_page: Open) -> None:
    page = open_page("/repair?sort=-name")
    cell = page.locator("#rows td[data-edit=amount]").first
    before = cell.inner_text()
    cell.dblclick()
    page.fill(".editing input[type=text]", "77")
    page.keyboard.press("Escape")
    expect(page.locator("#rows td[data-edit=amount]").first).to_have_text(before)
    page.locator("#rows td[data-edit=amount]").first.dblclick()
    page.fill(".editing input[type=text]", "7,777")
    page.keyboard.press("Tab")
    expect(page.locator("#rows td[data-edit=amount]").first).to_have_text("¥7,777")
    expect(page.locator("#rows td[data-edit=due]").first.locator("input[type=text]")).to_be_focused()
    page.keyboard.type("+3")
    page.keyboard.press("Enter")
    expect(page.locator(".editing")).to_have_count(0)
    expect(page.locator(".toast")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.locator("#rows td[data-edit=due]").first).to_have_text("")


def test_keys_move_tick_and_open(open_page: Open) -> None:
    page = open_page("/repair")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk-said")).to_contain_text("已选 1 条，按 b 键")
    page.keyboard.press("b")
    expect(page.locator("#bulk [hx-get*='action=assign']")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(".hl h1")).to_contain_text("Repair 02")


def test_a_record_is_looked_at_beside_the_list(open_page: Open) -> None:
    page = open_page("/repair")
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(page.locator("#peek h2")).to_have_text("Repair 01")
    page.keyboard.press("j")
    expect(page.locator("#peek h2")).to_have_text("Repair 02")
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_hidden()
    row = page.locator("#rows tr").nth(4)
    row.hover()
    row.get_by_role("button", name="预览").click()
    page.locator("#peek [data-peek-open]").click()
    expect(page.locator(".hl h1")).to_contain_text("Repair 05")


def test_delete_many_and_undo(open_page: Open) -> None:
    page = open_page("/repair?filter=amount+%3C+250")
    rows = page.locator("#rows tr")
    expect(rows).to_have_count(2)
    page.check("[data-all]")
    page.click("#bulk .danger")
    page.click("dialog .del")
    expect(rows).to_have_count(0)
    expect(page.locator(".toast button")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(2)


def test_phone_shows_cards_that_are_ticked_by_a_long_touch(open_page: Open) -> None:
    page = open_page("/repair", 390)
    expect(page.locator(".rc").first).to_be_visible()
    expect(page.locator("table.t")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".rc").nth(1).dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    expect(page.locator(".rc.sel")).to_have_count(1)
    page.click(".rc .hd >> nth=2")
    expect(page.locator("#bulk")).to_contain_text("已选 2 条")
    page.click("#bulk [hx-get*='action=assign']")
    expect(page.locator("#dialog")).to_contain_text("2 条记录")
    page.click("#dialog [data-close]")
    page.click("#bulk [data-none]")
    expect(page.locator(".rc .cb")).to_have_count(0)
    page.click(".tabs summary[aria-label='这个视图']")
    page.get_by_role("button", name="选择").click()
    page.click(".rc .hd >> nth=0")
    expect(page.locator("#bulk")).to_contain_text("已选 1 条")
    page.click("#bulk [data-none]")
    page.click(".rc .hd >> nth=0")
    expect(page.locator(".hl h1")).to_contain_text("Repair")


def test_english_throughout_and_back(open_page: Open) -> None:
    page = open_page("/repair")
    page.click(".me")
    page.click("[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    text = page.locator("#work").inner_text()
    assert "New repair" in text
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
