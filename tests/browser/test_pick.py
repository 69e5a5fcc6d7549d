"""A link's picker: what tells records apart, lately used ones first, a new one made on the spot."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def second_tab(page: Page) -> None:
    page.get_by_role("radio", name="其他").check(force=True)


def test_a_new_record_is_made_beside_the_form(open_page: Open) -> None:
    page = open_page("/specimen/new")
    page.fill("[name='f.name']", "Keeps what was typed")
    second_tab(page)
    page.fill("#f-story", "A long story")
    page.locator("#f-repair").press_sequentially("Zz made in passing")
    expect(page.locator(".combo.open .make")).to_contain_text("Zz made in passing")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    quick = page.locator("#quick")
    expect(quick.locator("[name='f.name']")).to_have_value("Zz made in passing")
    quick.locator("[name='f.name']").fill("")
    quick.locator(".pri").click()
    expect(quick.locator(".problem").first).to_be_visible()
    quick.locator("[name='f.name']").fill("Zz made in passing")
    quick.locator("[name='f.due']").fill("明天")
    quick.locator("[name='f.amount']").fill("99999")
    quick.locator(".pri").click()
    expect(quick).not_to_be_visible()
    expect(page.locator("#f-repair")).to_have_value("Zz made in passing")
    expect(page.locator("#f-repair")).to_be_focused()
    expect(page.locator("#f-story")).to_have_value("A long story")
    page.click("#save")
    expect(page.locator(".rfields")).to_contain_text("Zz made in passing")
    page.goto("/repair?q=Zz+made+in+passing")
    expect(page.locator("#rows tr")).to_have_count(1)


def test_lately_used_ones_come_first(open_page: Open) -> None:
    page = open_page("/specimen/new")
    page.fill("[name='f.name']", "Uses one")
    second_tab(page)
    page.fill("#f-repair", "Repair 44")
    page.click(".combo .mi[data-id] >> nth=0")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Uses one")
    page.goto("/specimen/new")
    second_tab(page)
    page.click("#f-repair")
    expect(page.locator(".combo.open .mh").first).to_have_text("最近用过")
    expect(page.locator(".combo.open .mi[data-id]").first).to_contain_text("Repair 44")


def test_a_second_line_tells_records_apart(open_page: Open) -> None:
    page = open_page("/specimen/new")
    page.fill("[name='f.name']", "Twin")
    second_tab(page)
    page.fill("#f-repair", "Repair 45")
    page.click(".combo .mi[data-id] >> nth=0")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Twin")
    page.goto("/specimen/new")
    page.select_option("[data-combo-to]", "specimen")
    page.fill("#f-about", "Twin")
    expect(page.locator(".combo.open .mi[data-id]").first).to_contain_text("Repair 45")


def test_people_are_not_made_in_passing(open_page: Open) -> None:
    page = open_page("/specimen/new")
    second_tab(page)
    page.click("#f-keeper")
    expect(page.locator(".combo.open .mi[data-id]").first).to_be_visible()
    expect(page.locator(".combo.open .make")).to_have_count(0)


def test_a_set_of_links_is_changed_in_place_and_undone(open_page: Open) -> None:
    page = open_page("/specimen/new")
    page.fill("[name='f.name']", "Helped")
    page.click("#save")
    helpers = page.locator("[data-edit=helpers]")
    helpers.hover()
    helpers.locator("[data-pencil]").click()
    picker = helpers.locator("[role=combobox]")
    expect(picker).to_be_focused()
    for _ in range(2):  # whoever is there already is not put in twice
        picker.click()
        page.locator(".combo.open .mi[data-id]").first.click()
        expect(helpers.locator(".many > .chip")).to_have_count(1)
    name = helpers.locator(".many > .chip").inner_text().strip()
    picker.press("Enter")
    expect(page.locator("[data-edit=helpers] a")).to_contain_text(name)
    page.goto("/specimen?columns=name,helpers&q=Helped")
    there = page.url
    cell = page.locator("td[data-edit=helpers]")
    expect(cell).to_contain_text(name)
    cell.dblclick()
    cell.locator("[data-drop]").click()
    cell.locator(".pri").click()
    expect(cell).to_have_text("")
    expect(page).to_have_url(there)
    page.locator(".toast button").click()
    expect(cell).to_contain_text(name)
    expect(page).to_have_url(there)
