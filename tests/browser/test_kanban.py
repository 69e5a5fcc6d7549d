"""Boards: cards dragged, moved by the menu and by keys, the gate's questions beside them, undo, folding, phones."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

BOARD = "/repair?as=kanban"


def column(page: Page, label: str):  # type: ignore[no-untyped-def]
    return page.locator(f".kcol[data-label='{label}']")


def drag(page: Page, card: str, label: str) -> None:
    """By mouse in small steps, as SortableJS wants it, once the pointer over the card is a hand."""
    expect(page.locator(".kc", has_text=card)).to_have_css("cursor", "grab")
    start = page.locator(".kc", has_text=card).locator(".t").bounding_box()
    there = column(page, label).bounding_box()
    assert start
    assert there
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 16, steps=4)
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + 130, steps=12)
    page.mouse.up()


def test_drag_asks_what_the_gate_misses_and_undo_takes_it_back(open_page: Callable[..., Page]) -> None:
    page = open_page(BOARD)
    expect(column(page, "待修").locator(".kc")).to_have_count(20)
    waiting, mended = (int(column(page, one).locator(".c").first.inner_text() or 0) for one in ("待修", "已修"))
    first = column(page, "待修").locator(".kc .t").first.inner_text()
    drag(page, first, "已修")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("原因")
    dialog.locator("input[name='f.cause']").fill("worn")
    dialog.get_by_role("button", name="补齐并移动").click()
    expect(page.locator(".toast")).to_contain_text("已移到已修")
    expect(column(page, "待修").locator(".c").first).to_have_text(str(waiting - 1))
    expect(column(page, "已修").locator(".c").first).to_have_text(str(mended + 1))
    page.locator(".toast button").click()
    expect(column(page, "待修").locator(".c").first).to_have_text(str(waiting))


def test_a_question_left_open_puts_the_card_back(open_page: Callable[..., Page]) -> None:
    """A hand that takes a card before the scripts are there has it as soon as they are."""
    page = open_page("/repair?as=list")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/sortable.js", hold)
    page.goto(BOARD, wait_until="commit")
    expect(page.locator("#kb")).to_have_attribute("data-started", "yes")
    card = column(page, "待修").locator(".kc").nth(1)
    name = card.locator(".t").inner_text()
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    for route in late:
        route.continue_()
    page.unroute("**/sortable.js")
    expect(card).to_have_css("cursor", "grab")
    there = column(page, "已修").bounding_box()
    assert there
    page.mouse.move(box["x"] + 80, box["y"] + 70, steps=4)
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + 130, steps=12)
    page.mouse.up()
    page.locator("#dialog").get_by_role("button", name="保持原位").click()
    expect(column(page, "待修").locator(".kc").nth(1).locator(".t")).to_have_text(name)
    expect(column(page, "已修").locator(".kc")).to_have_count(0)


def test_keys_alone_move_a_card(open_page: Callable[..., Page]) -> None:
    page = open_page(BOARD)
    title = column(page, "待修").locator(".kc .t").nth(2)
    name = title.inner_text()
    title.focus()
    page.keyboard.press("m")
    expect(page.locator("#kb-menu .mi").first).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#dialog input[name='f.cause']").fill("worn")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("已移到已修")
    expect(page.locator("#kb-said")).to_have_text("已移到“已修”")
    page.locator(".toast button").click()
    expect(column(page, "待修").locator(".kc .t", has_text=name)).to_have_count(1)


def test_further_cards_come_when_the_end_is_in_sight(open_page: Callable[..., Page]) -> None:
    page = open_page(BOARD)
    for count in (40, 60):
        page.locator("#kb").evaluate("board => board.scrollTo(0, 100000)")
        expect(column(page, "待修").locator(".kc")).to_have_count(count)


def test_one_column_at_a_time_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(BOARD, width=390)
    expect(page.locator(".kb-tabs a").first).to_have_class("on")
    page.locator(".kb-tabs a", has_text="已修").click()
    expect(page.locator(".kb-tabs a", has_text="已修")).to_have_class("on")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".kb-tabs a", has_text="待修").click()
    button = column(page, "待修").locator(".mv").first
    box = button.bounding_box()
    assert box
    assert box["width"] >= 40
    button.click()
    expect(page.locator("#kb-menu .mi")).to_have_count(1)


def test_empty_columns_fold_together_and_stay_so(open_page: Callable[..., Page]) -> None:
    page = open_page("/repair?as=kanban&q=nothing like this")
    expect(column(page, "待修")).not_to_have_class("kcol shut")
    page.get_by_role("button", name="收起空列").click()
    expect(column(page, "待修")).to_have_class("kcol shut")
    page.reload()
    expect(column(page, "待修")).to_have_class("kcol shut")
    page.get_by_role("button", name="收起空列").click()
    expect(column(page, "待修")).not_to_have_class("kcol shut")


@pytest.mark.parametrize("kind", ["list", "kanban"])
def test_the_switch_keeps_filter_and_search(open_page: Callable[..., Page], kind: str) -> None:
    page = open_page("/repair?filter=amount > 5000&q=Repair")
    page.locator(f"[data-kind={kind}]").click()
    expect(page.locator("#state input[name=filter]")).to_have_value("amount > 5000")
    expect(page.locator("#state input[name=q]")).to_have_value("Repair")
