"""The form designer by hand and by keys: a new field dragged into a row, named, undone, kept over a reload; axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .drafts import without_drafts
from .faults import faults_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
HERE = "/studio/form/specimen_edit"


def middle(page: Page, selector: str) -> tuple[float, float, float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def carry(page: Page, selector: str, x: float, y: float) -> None:
    """Takes a part by hand and holds it over a place."""
    left, top, _, _ = middle(page, selector)
    page.mouse.move(left + 24, top + 10)
    page.mouse.down()
    page.mouse.move(left + 40, top + 30, steps=3)
    page.mouse.move(x, y, steps=4)


def test_a_field_is_dragged_in_named_undone_and_kept_over_a_reload(open_page: Open) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto(HERE)
    left, top, width, height = middle(page, "[data-field=year]")
    carry(page, "[data-new=percent]", left + width - 20, top + height / 2)
    expect(page.locator(".ghost")).to_contain_text("百分比")
    expect(page.locator("#fmark")).to_be_visible()
    expect(page.locator("#fmark")).to_contain_text("占 4 列")
    page.mouse.up()
    new = page.locator("[data-field^=percent]")
    expect(new).to_have_attribute("data-width", "4")
    expect(new).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-field=name]")).to_have_attribute("data-width", "4")
    expect(page.locator(".spill")).to_be_visible()
    new.focus()
    page.keyboard.press("Enter")
    page.locator(".fren").fill("纯度")
    page.keyboard.press("Enter")
    named = page.locator("[data-field][aria-label^=纯度]")
    expect(named).to_be_visible()
    page.locator("#p-zh").fill("含量")
    page.keyboard.press("Tab")
    page.keyboard.type("Content")
    with page.expect_response(lambda one: "language=en" in (one.request.post_data or "")):  # it is kept then
        page.keyboard.press("Tab")
    named = page.locator("[data-field][aria-label^=含量]")
    expect(named).to_be_visible()
    expect(page.locator("#p-en")).to_have_value("Content")
    page.reload()
    page.locator("[data-field][aria-label^=含量]").click()
    expect(page.locator("#p-en")).to_have_value("Content")
    for _ in range(4):
        undo = page.locator("[data-do=undo]")
        before = page.locator(".stop").inner_html()
        undo.click()
        expect(page.locator(".stop")).not_to_have_js_property("innerHTML", before)
    expect(page.locator("[data-field][aria-label^=百分比], [data-field][aria-label^=含量]")).to_have_count(0)
    expect(page.locator("[data-field=name]")).to_have_attribute("data-width", "6")


def test_keys_do_what_hands_do(open_page: Open) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto(HERE)
    year = page.locator("[data-field=year]")
    page.locator("[data-field=name]").click()
    expect(page.locator("#ftools")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(year).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Shift+ArrowRight")
    expect(year).to_have_attribute("data-width", "7")
    expect(page.locator("[data-field=name]")).to_have_attribute("data-width", "5")
    expect(year).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("[data-field]").first).to_have_attribute("data-field", "year")
    page.keyboard.press("Delete")
    expect(page.locator("[data-unused=year]")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-field]").first).to_have_attribute("data-field", "year")


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_amiss_with_the_designer(open_page: Open, width: int) -> None:
    page = open_page(HERE, width)
    page.locator("[data-field=name]").click()
    expect(page.locator("#ftools")).to_be_visible()
    if width < 500:
        page.locator(".ftprops").click()
        expect(page.locator("#p-zh")).to_be_visible()
    assert faults_of(page, width) == []
