"""Dates by words, by keyboard and by mouse: in forms, in place and in filters; never in the browser's own format."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()


def test_words_become_days_in_a_form(open_page: Open) -> None:
    page = open_page("/repair/new")
    assert page.locator("input[type=date], input[type=datetime-local], input[type=time]").count() == 0
    page.fill("[name='f.name']", "With a day")
    due = page.locator("#f-due")
    due.click()
    expect(page.locator(".calw").first).to_have_text("一")
    due.press_sequentially("明天")
    expect(page.locator(".calf [role=status]")).to_contain_text(str((TODAY + timedelta(1)).day))
    due.press("Tab")
    expect(due).to_have_value((TODAY + timedelta(1)).isoformat())
    expect(page.locator(".cal:popover-open")).to_have_count(0)
    due.fill("31/31")
    due.press("Tab")
    expect(page.locator("#f-due-p")).to_contain_text("2026-05-31")


def test_keys_walk_the_calendar(open_page: Open) -> None:
    page = open_page("/repair/new")
    due = page.locator("#f-due")
    due.fill("2026-11-29")
    due.press("ArrowDown")
    expect(page.locator("[data-day='2026-11-29']")).to_be_focused()
    expect(page.locator(".calh b")).to_have_text("2026 年 11 月")
    for key in ("ArrowRight", "ArrowDown", "Home", "PageDown"):
        page.keyboard.press(key)
    expect(page.locator("[data-day='2027-01-07']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(due).to_have_value("2027-01-07")
    expect(due).to_be_focused()
    due.press("ArrowDown")
    expect(page.locator(".cal:popover-open")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cal:popover-open")).to_have_count(0)


def test_an_instant_takes_a_day_and_a_time(open_page: Open) -> None:
    page = open_page("/specimen/new")
    page.get_by_role("radio", name="其他").check(force=True)
    moment = page.locator("#f-moment")
    moment.click()
    page.click(".cal:popover-open .today")
    expect(moment).to_have_value(f"{TODAY.isoformat()} 09:00")
    page.click("[data-clock-to='14:00']")
    expect(moment).to_have_value(f"{TODAY.isoformat()} 14:00")


def test_filters_understand_words(open_page: Open) -> None:
    page = open_page("/repair")
    page.click(".bar summary >> nth=0")
    page.click("[data-add-filter=due]")
    page.select_option("[data-float] [name=operator_]", label="早于")
    page.locator("[data-float] [name=value_]").press_sequentially("+3")
    calendar, card = page.locator(".cal:popover-open").bounding_box(), page.locator("[data-float]").bounding_box()
    assert calendar
    assert card
    assert calendar["x"] >= card["x"] + card["width"] or calendar["x"] + calendar["width"] <= card["x"]  # beside
    page.click("[data-float] button.pri")
    expect(page.locator(".fc .v summary")).to_have_text((TODAY + timedelta(3)).isoformat())
    page.goto("/repair/filtered?field_=created_at&index_=new&operator_=>&value_=yesterday+9:30")
    expect(page.locator(".fc .v summary")).to_have_text(f"{(TODAY - timedelta(1)).isoformat()} 09:30")
    expect(page.locator("#rows tr").first).to_be_visible()


def test_in_place_a_chosen_day_is_saved(open_page: Open) -> None:
    page = open_page("/repair?q=Repair+40")
    page.locator("#rows td[data-edit=due]").first.dblclick()
    expect(page.locator(".editing input[type=text]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"[role=gridcell] [data-day='{TODAY}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#rows td[data-edit=due]").first).to_have_text(TODAY.strftime("%m-%d"))


def test_on_a_phone_it_is_a_sheet(open_page: Open) -> None:
    page = open_page("/repair/new", 390)
    page.click("#f-due")
    box = page.locator(".cal:popover-open").bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert box["y"] + box["height"] == page.viewport_size["height"]  # type: ignore[index]
