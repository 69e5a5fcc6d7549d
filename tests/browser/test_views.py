"""Views people keep of a list: made, changed, renamed, put in order, counted, deleted; columns by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def keep(page: Page, name: str) -> None:
    page.click(".bar .right >> text=存为视图")
    page.fill("dialog [name=label]", name)
    page.click("dialog .pri")
    expect(page.locator(".tab.on")).to_contain_text(name)


def test_a_view_is_kept_changed_renamed_and_deleted(open_page: Open) -> None:
    page = open_page("/repair?filter=amount+%3E+5500&sort=-amount&columns=name,amount")
    keep(page, "Dear ones")
    dear = page.locator("#rows tr").count()
    assert 5 <= dear < 50, "other tests may have made some more"
    expect(page.locator(".tab.on .c")).to_have_text(str(dear))
    expect(page.locator("thead th")).to_have_count(4)
    page.click(".fc .ib")
    expect(page.locator("#rows tr")).to_have_count(50)
    page.click("text=保存到视图")
    expect(page.locator("text=有未保存的更改")).to_have_count(0)
    expect(page.locator("#rows tr")).to_have_count(50)
    page.click(".tabs .end summary[aria-label='这个视图']")
    page.click("text=重命名和共享")
    page.fill("dialog [name=label]", "All by price")
    page.select_option("dialog [name=shared]", label="所有人")
    page.click("dialog .pri")
    expect(page.locator(".tab.on")).to_contain_text("All by price")
    page.on("dialog", lambda one: one.accept())
    page.click(".tabs .end summary[aria-label='这个视图']")
    page.click("text=删除视图")
    expect(page.locator(".tab")).to_have_count(1)


def test_tabs_are_counted_and_ordered(open_page: Open) -> None:
    page = open_page("/repair?filter=amount+%3C+250")
    cheap = page.locator("#rows tr").count()
    keep(page, "Cheap")
    page.goto("/repair?view=repair_all")
    expect(page.locator(".tab", has_text="Cheap").locator(".c")).to_have_text(str(cheap))
    page.locator(".tab", has_text="Cheap").click()
    expect(page.locator(".tab.on")).to_contain_text("Cheap")
    page.click(".tabs .end summary[aria-label='这个视图']")
    page.click("text=左移")
    expect(page.locator(".tab").first).to_contain_text("Cheap")
    page.goto("/repair")
    expect(page.locator(".tab.on")).to_contain_text("Cheap")
    first, last = page.locator(".tab").first.bounding_box(), page.locator(".tab").last.bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 20, first["y"] + 18)
    expect(page.locator("[data-views][data-sorts=ready]")).to_be_visible()
    page.mouse.down()
    page.mouse.move(first["x"] + 30, first["y"] + 18, steps=3)
    page.mouse.move(last["x"] + last["width"] - 5, last["y"] + 18, steps=12)
    with page.expect_response("**/views/order"):
        page.mouse.up()
    expect(page.locator(".tab").last).to_contain_text("Cheap")
    page.goto("/repair")
    expect(page.locator(".tab").last).to_contain_text("Cheap")
    page.on("dialog", lambda one: one.accept())
    page.locator(".tab", has_text="Cheap").click()
    expect(page.locator(".tab.on")).to_contain_text("Cheap")  # else the menu opens on the page that is being left
    page.click(".tabs .end summary[aria-label='这个视图']")
    page.click("text=删除视图")
    expect(page.locator(".tab")).to_have_count(1)


def test_columns_move_by_keyboard(open_page: Open) -> None:
    page = open_page("/repair")
    page.click(".bar summary >> text=列")
    page.focus(".colmenu [value=amount]")
    page.keyboard.press("Alt+ArrowUp")
    page.uncheck(".colmenu [value=due]")
    page.click(".colmenu .pri")
    heads = page.locator("thead th[scope]")
    expect(heads.nth(1)).to_have_text("金额")
    expect(heads.nth(2)).to_have_text("阶段")
    expect(page.locator("thead")).not_to_contain_text("期限")
