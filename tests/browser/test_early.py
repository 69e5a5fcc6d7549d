"""Scripts that come late: what is pressed before them is done when they are there, what is typed or ticked counts."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
FIRST = ("/early.js", "/theme.js")
"""Nothing is drawn before they are there."""


@contextmanager
def scripts_held(page: Page, path: str) -> Iterator[None]:
    """The page as far as it can be seen without its scripts; those come, the last asked for first, when the block ends."""
    late: list[Route] = []
    coming = False

    def hold(route: Route) -> None:
        if coming or route.request.url.endswith(FIRST):
            route.continue_()
        else:
            late.append(route)

    page.route("**/static/**/*.js", hold)
    page.goto(path, wait_until="commit")
    yield
    coming = True
    for route in reversed(late):
        route.continue_()
    page.unroute("**/static/**/*.js")


def test_a_list(open_page: Callable[..., Page]) -> None:
    page = open_page("/repair")
    with scripts_held(page, "/repair"):
        page.locator("#table .cb[name=id]").nth(1).check()
        page.locator("#rows td[data-edit=amount]").first.dblclick()
    expect(page.locator("#bulk")).to_contain_text("已选 1 条")
    expect(page.locator(".editing input[name='f.amount']")).to_be_focused()
    with scripts_held(page, "/repair"):
        expect(page.locator("#rows tr").first).to_be_visible()
        for key in ("j", "j", "p"):
            page.keyboard.press(key)
    expect(page.locator("#peek h2")).to_have_text("Repair 02")
    with scripts_held(page, "/repair"):
        expect(page.locator("#rows tr").first).to_be_visible()
        page.keyboard.press("Control+k")
        page.keyboard.type("Repair 33")
    expect(page.locator("#palette input")).to_have_value("Repair 33")
    expect(page.locator("#palette-found .hit").first).to_contain_text("Repair 33")


def test_a_board_a_record_and_a_form(open_page: Callable[..., Page]) -> None:
    page = open_page("/repair")
    href = page.locator("#rows .nm a").nth(4).get_attribute("href") or ""
    with scripts_held(page, "/repair?as=kanban"):
        page.locator("[data-fold-column]").first.click()
        page.locator("[data-fold-column]").first.click()  # out of impatience
    expect(page.locator(".kcol").first).to_have_class(re.compile("shut"))
    with scripts_held(page, href):
        page.fill("#composer textarea", "said before anything could hear it")
        page.click("#composer button.pri")
    expect(page.locator("#stream")).to_contain_text("said before anything could hear it")
    with scripts_held(page, href):
        page.locator(".pathbar button").last.click()
    expect(page.locator("#dialog")).to_contain_text("原因")
    with scripts_held(page, "/specimen/new"):
        page.locator("[role=combobox]:visible").first.click()
        page.keyboard.type("Repair 07")
    expect(page.locator(".combo.open .mi").first).to_contain_text("Repair 07")


def test_without_patience_a_link_leads_by_itself(open_page: Callable[..., Page]) -> None:
    page = open_page("/repair")
    page.clock.install()
    with scripts_held(page, "/repair"):
        page.click("a.find")
        expect(page.locator("#busy")).to_have_class(re.compile("htmx-request"))
        page.clock.fast_forward(6000)
        page.wait_for_url("**/search", wait_until="commit")


def test_answers_that_come_late_leave_what_is_in_use(open_page: Callable[..., Page]) -> None:
    page = open_page("/repair")
    page.evaluate("document.dispatchEvent(new Event('reload-list'))")
    page.click(".colmenu >> xpath=.. >> summary")
    page.uncheck(".colmenu input[value=due]")
    with page.expect_response(re.compile(r"/repair$")):
        page.evaluate("document.dispatchEvent(new Event('reload-list'))")
    expect(page.locator(".colmenu input[value=due]")).to_be_visible()
    expect(page.locator(".colmenu input[value=due]")).not_to_be_checked()
    page.click(".colmenu button.pri")
    expect(page.locator("#table th:has-text('期限')")).to_have_count(0)

    page.locator("#rows .nm a").nth(6).click()
    page.fill("#composer textarea", "to be said again")
    page.click("#composer button.pri")
    page.locator("#stream .comment").first.hover()
    page.get_by_role("button", name="编辑评论").first.click()
    page.fill(".editc textarea", "said better")
    page.fill("#composer textarea", "and mor")
    with page.expect_response(lambda answer: answer.request.method == "GET" and "/repair/" in answer.url):
        page.evaluate("document.dispatchEvent(new Event('reload-record'))")
    page.keyboard.type("e")
    expect(page.locator("#composer textarea")).to_have_value("and more")
    expect(page.locator(".editc textarea")).to_have_value("said better")
    page.click(".editc button.pri")
    expect(page.locator("#stream .comment").first).to_contain_text("said better")
