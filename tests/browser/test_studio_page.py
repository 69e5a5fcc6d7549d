"""The page designer: a dashboard built by hand and by keys is published and there for an ordinary person; on a phone too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .drafts import without_drafts
from .faults import faults_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def middle(page: Page, selector: str) -> tuple[float, float, float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def carry(page: Page, selector: str, x: float, y: float) -> None:
    """Takes a part by hand and holds it over a place."""
    left, top, _, _ = middle(page, selector)
    page.mouse.move(left + 24, top + 10)
    page.mouse.down()
    page.mouse.move(left + 40, top + 30, steps=3)
    page.mouse.move(x, y, steps=4)


def begin(page: Page, name: str) -> None:
    without_drafts(page)
    page.goto("/studio/page")
    page.locator("[name=name]").fill(name)
    page.locator("[name=group]").select_option(label="工作台 → 维修")
    page.locator(".pnew button").click()
    expect(page.locator("[data-page-designer]")).to_be_visible()
    adds = page.locator(".chead [data-sheet=pal]")
    if adds.is_visible():  # on a phone the palette is a sheet
        adds.click()
    page.locator("[data-look=of]").select_option("repair")
    expect(page.locator("[data-new='repair:0']")).to_be_visible()


def test_a_dashboard_built_by_hand_and_by_keys_is_there_once_it_is_published(open_page: Open) -> None:
    page = open_page("/studio")
    begin(page, "车间日报")
    left, top, width, _ = middle(page, "[data-lane=main]")
    carry(page, "[data-new='metric:repair']", left + width / 2, top + 60)
    expect(page.locator(".ghost:not(.btn)")).to_contain_text("数字")
    expect(page.locator("#fmark")).to_contain_text("占 3 列")
    page.mouse.up()
    figure = page.locator("[data-part='tile:repair_metric']")
    expect(figure).to_contain_text("60")  # its figure at once
    page.locator("[data-new='repair:0']").focus()
    page.keyboard.press("Enter")  # a suggestion goes behind what is chosen
    second = page.locator("[data-part='tile:repair_metric_2']")
    expect(second).to_have_attribute("aria-selected", "true")
    expect(second).to_have_attribute("data-width", "3")
    left, top, _, _ = middle(page, "[data-handle=right]")
    page.mouse.move(left + 3, top + 9)
    page.mouse.down()
    _, _, lane, _ = middle(page, "[data-lane=main]")
    page.mouse.move(left + 3 + lane / 4, top + 9, steps=4)
    page.mouse.up()
    expect(second).to_have_attribute("data-width", "6")
    expect(second).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(second).to_have_attribute("data-width", "7")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("[data-lane=main] .dtile").first).to_have_attribute("data-part", "tile:repair_metric_2")
    page.keyboard.press("Enter")
    page.locator(".fren").fill("手上的活")
    page.keyboard.press("Enter")
    expect(second).to_contain_text("手上的活")
    page.locator("#fp-filter").fill("amount > 5500")
    page.locator("#fp-filter").blur()
    expect(second.locator(".figv")).to_have_text("5")
    page.locator("#fp-filter").fill("nothing > 1")
    page.locator("#fp-filter").blur()
    expect(second.locator(".fwrong")).to_be_visible()
    expect(figure.locator(".figv")).to_have_text("60")  # the others still stand
    page.locator("[data-do=undo]").click()
    expect(second.locator(".figv")).to_have_text("5")
    page.reload()
    expect(second.locator(".figv")).to_have_text("5")
    assert faults_of(page, 1440) == []
    page.locator("[data-publish]").click()
    page.locator("[data-confirm-publish]").click()
    expect(page.locator("[data-confirm-publish]")).to_have_count(0)
    page.goto("/repair")
    page.locator("nav a", has_text="车间日报").first.click()
    expect(page.locator(".tile", has_text="手上的活")).to_contain_text("5")


def test_a_phone_adds_moves_and_names_by_finger(open_page: Open) -> None:
    page = open_page("/studio", 390)
    begin(page, "手机看板")
    page.locator("[data-new='metric:repair']").click()
    figure = page.locator("[data-part='tile:repair_metric']")
    expect(figure).to_contain_text("60")
    page.locator(".chead [data-sheet=pal]").click()
    page.locator("[data-new='list:repair']").click()
    expect(page.locator("[data-part='tile:repair_list']")).to_contain_text("Repair")
    page.locator(".ftprops").click()
    expect(page.locator("#p-zh")).to_be_visible()
    page.locator("#props [data-step=left]").click()
    expect(page.locator("[data-lane=main] .dtile").first).to_have_attribute("data-part", "tile:repair_list")
    assert faults_of(page, 390) == []
    without_drafts(page)
