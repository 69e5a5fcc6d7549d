"""Calendars: records on their days, dragged to another with undo, moved by keys, made on a day, agenda on phones."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support.day import product_day

CALENDAR = "/repair?as=calendar"


@pytest.fixture
def dated(open_page: Callable[..., Page]) -> Page:
    """A calendar with one repair due on the tenth of this month."""
    page = open_page("/repair?q=Repair 07")
    page.locator("#rows .nm a").first.click()
    page.wait_for_url("**/repair/*")
    href = page.url
    page.goto(f"{href}/edit")
    page.locator("input[name='f.due']").fill(tenth().isoformat())
    page.locator("input[name='f.due']").press("Tab")
    page.locator("button.pri", has_text="保存").first.click()
    page.wait_for_url(href)
    page.goto(CALENDAR)
    return page


def tenth():  # type: ignore[no-untyped-def]
    return product_day().replace(day=10)


def event(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#calendar [data-event]", has_text="Repair 07").first


def test_a_day_is_changed_by_drag_and_taken_back(dated: Page) -> None:
    page = dated
    expect(event(page)).to_be_visible()
    start = event(page).bounding_box()
    there = page.locator(f"[data-date='{tenth() + timedelta(days=7)}']").first.bounding_box()
    assert start
    assert there
    page.mouse.move(start["x"] + 20, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 20, steps=4)
    page.mouse.move(there["x"] + 40, there["y"] + 50, steps=12)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("Repair 07")
    expect(page.locator("#cal-said")).to_contain_text(str(tenth() + timedelta(days=7)))
    page.locator(".toast button").click()
    expect(page.locator(".toast", has_text="已撤销")).to_be_visible()


def test_keys_move_an_event_by_a_day(dated: Page) -> None:
    page = dated
    event(page).focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#cal-said")).to_contain_text(str(tenth() + timedelta(days=1)))


def test_a_click_on_a_day_begins_a_record_there(dated: Page) -> None:
    page = dated
    day = tenth() + timedelta(days=2)
    page.locator(f"[data-date='{day}']").first.click(position={"x": 60, "y": 60})
    expect(page.locator("input[name='f.due']")).to_have_value(str(day))


def test_weeks_days_and_an_agenda(dated: Page) -> None:
    page = dated
    for zoom in ("week", "day", "agenda", "month"):
        page.locator(f"[data-cal-zoom={zoom}]").click()
        expect(page.locator(f"[data-cal-zoom={zoom}]")).to_have_attribute("aria-pressed", "true")
        assert f"zoom={zoom}" in page.url
    page.reload()
    expect(event(page)).to_be_visible()
