"""The menu editor by mouse, by keys and by finger: where it would go is shown, a fourth level refused, drafts survive."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .drafts import without_drafts

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def row(page: Page, name: str) -> Locator:
    return page.locator(".mrow", has=page.locator(f".tmn:text-is('{name}')"))


def names(page: Page) -> list[str]:
    return page.locator(".mrow .tmn").all_inner_texts()


def carry(page: Page, one: Locator, to: Locator, part: float) -> None:
    """Takes it and holds it over another row, at a part of its height."""
    begin, end = one.bounding_box(), to.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 90, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(begin["x"] + 100, begin["y"] + begin["height"] / 2 + 8)
    page.mouse.move(end["x"] + 100, end["y"] + end["height"] * part, steps=5)


@pytest.fixture
def menu(open_page: Open) -> Callable[..., Page]:
    """The editor without a draft of an earlier test."""

    def opened(width: int = 1440) -> Page:
        page = open_page("/studio", width)
        without_drafts(page)
        page.goto("/studio/menu")
        return page

    return opened


def add_item(page: Page, name: str) -> None:
    page.fill("[data-narrow-palette]", name)
    page.locator(".pline:not([hidden])", has_text=name).first.click()


def test_by_mouse(menu: Open) -> None:
    page = menu()
    page.click("[data-new=group]")
    expect(page.locator(".mrow.sel .tmn")).to_have_text("新分组")
    add_item(page, "样本")
    expect(page.locator(".mrow.sel")).to_have_attribute("aria-level", "3")
    page.fill("#p-zh", "样品")
    page.keyboard.press("Tab")
    expect(row(page, "样品")).to_be_visible()
    carry(page, row(page, "样品"), row(page, "维修单"), 0.9)
    expect(page.locator(".dropline .pill")).to_have_text("松手放在这里 · 第 3 层")
    expect(page.locator(".ghost")).to_have_text("样品")
    page.keyboard.press("Escape")
    expect(page.locator(".ghost")).to_have_count(0)
    page.mouse.up()
    expect(row(page, "样品")).to_have_attribute("data-parent", "workshop:bench:group")
    carry(page, row(page, "样品"), row(page, "维修单"), 0.9)
    page.mouse.up()
    expect(row(page, "样品")).to_have_attribute("data-parent", "workshop:bench:work")
    page.reload()
    assert names(page) == ["工作台", "维修", "维修单", "样品", "新分组"]
    expect(page.locator(".spill")).to_contain_text("未发布的")


def test_a_fourth_level_is_refused_and_its_items_offered(menu: Open) -> None:
    page = menu()
    page.click("[data-new=group]")
    expect(page.locator(".mrow.sel .tmn")).to_have_text("新分组")
    add_item(page, "样本")
    expect(page.locator(".mrow.l3")).to_have_count(2)
    carry(page, row(page, "新分组"), row(page, "维修单"), 0.1)
    expect(page.locator(".refusal")).to_contain_text("会变成第四层")
    expect(page.locator(".mrow.refusing .tmn")).to_have_text("维修")
    expect(page.locator(".dropline")).to_be_visible()
    offer = page.locator(".refusal .btn").bounding_box()
    assert offer
    page.mouse.move(offer["x"] + offer["width"] / 2, offer["y"] + offer["height"] / 2, steps=3)
    expect(page.locator(".refusal .btn")).to_have_class("btn sm on")
    page.mouse.up()
    expect(row(page, "新分组")).to_have_count(0)
    expect(page.locator(".mrow.l3[data-parent='workshop:bench:work']")).to_have_count(2)


def test_by_keys(menu: Open) -> None:
    page = menu()
    page.locator(".mrow.l3").first.focus()
    first = names(page)
    page.keyboard.press("Enter")
    page.keyboard.type("活儿")
    page.keyboard.press("Enter")
    expect(row(page, "活儿")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator(".mrow.l2", has_text="活儿")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".mrow.l2", has_text="活儿")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(row(page, "活儿")).to_have_count(0)
    assert names(page) == first
    page.keyboard.press("Control+Shift+z")
    expect(row(page, "活儿")).to_be_visible()


def test_on_a_phone(menu: Open) -> None:
    page = menu(390)
    row(page, "工作台").click()
    expect(page.locator("#props")).to_be_visible()
    box = page.locator("#props").bounding_box()
    assert box
    assert box["width"] == 390
    page.fill("#p-zh", "工位")
    page.locator("#p-en").focus()
    expect(row(page, "工位")).to_be_visible()
    page.click("#props [data-sheet]")
    expect(page.locator("#props")).to_be_hidden()
    page.click(".chead [data-sheet=pal]")
    page.click("[data-new=area]")
    expect(row(page, "新区域")).to_be_visible()
