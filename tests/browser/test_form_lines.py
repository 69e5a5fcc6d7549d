"""Child rows like a spreadsheet: keys, ranges, the clipboard, filling, moving rows, taking back; also on a slow machine."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
_PASTE = """(one, text) => { one.focus(); const data = new DataTransfer(); data.setData('text/plain', text);
one.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""


def cells(page: Page, column: str) -> Locator:
    """The inputs of a column, the new row's included."""
    return page.locator(f"tr[data-row] [name$='].{column}']")


def values(page: Page, column: str) -> list[str]:
    found: list[str] = cells(page, column).evaluate_all("every => every.map((one) => one.value)")
    return found[:-1]


def filled(page: Page) -> None:
    """Three rows, typed as they are in a spreadsheet: in the last row, from cell to cell."""
    cells(page, "name").first.click()
    for name, quantity, price in (("Wheel", "1", "10"), ("Bolt", "2", "20"), ("Nut", "3", "30")):
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(quantity)
        page.keyboard.press("Tab")
        page.keyboard.type(price)
        page.keyboard.press("Enter")
        cells(page, "name").last.focus()
    expect(page.locator("#f-total")).to_have_text("¥140")


def test_rows_are_typed_moved_through_and_taken_back(open_page: Open) -> None:
    page = open_page("/repair/new")
    filled(page)
    assert values(page, "name") == ["Wheel", "Bolt", "Nut"]
    cells(page, "quantity").nth(0).click()
    page.keyboard.press("ArrowDown")
    expect(cells(page, "quantity").nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cells(page, "price").nth(1)).to_be_focused()
    page.keyboard.type("25")
    page.keyboard.press("Escape")
    expect(cells(page, "price").nth(1)).to_have_value("20.00")
    page.keyboard.press("F2")
    page.keyboard.press("Backspace")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(cells(page, "price").nth(2)).to_be_focused()
    expect(page.locator("#f-total")).to_have_text("¥140.10")
    page.keyboard.press("Control+z")
    expect(page.locator("#f-total")).to_have_text("¥140")
    page.keyboard.press("Delete")
    expect(page.locator("#f-total")).to_have_text("¥50")
    page.keyboard.press("Control+Delete")
    assert values(page, "name") == ["Wheel", "Bolt"]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("#f-total")).to_have_text("¥140")
    page.keyboard.press("Control+y")
    expect(page.locator("#f-total")).to_have_text("¥50")


def test_ranges_are_copied_pasted_and_filled(open_page: Open) -> None:
    page = open_page("/repair/new")
    filled(page)
    cells(page, "name").nth(0).click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("td.sel")).to_have_count(4)
    copied = page.evaluate(
        """() => { const data = new DataTransfer();
        document.activeElement.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
        return data.getData('text/plain'); }"""
    )
    assert copied == "Wheel\t1\nBolt\t2"
    cells(page, "name").last.evaluate(_PASTE, copied)
    expect(page.locator("#f-total")).to_have_text("¥140")
    assert values(page, "name") == ["Wheel", "Bolt", "Nut", "Wheel", "Bolt"]
    cells(page, "price").nth(0).click()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".fillh")).to_be_visible()
    handle, there = page.locator(".fillh").bounding_box(), cells(page, "price").nth(4).bounding_box()
    assert handle and there
    page.mouse.move(handle["x"] + 3, handle["y"] + 3)
    page.mouse.down()
    page.mouse.move(there["x"] + 20, there["y"] + 5, steps=6)
    page.mouse.up()
    expect(cells(page, "price").nth(4)).to_have_value("50.00")
    expect(page.locator("#f-total")).to_have_text("¥280")


def test_a_block_is_pasted_whole_on_a_slow_machine(open_page: Open) -> None:
    page = open_page("/repair/new")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    block = "\n".join(f'"Part ""{n}"""\t{n}\t¥1,000.50' for n in range(1, 41)) + '\n"Two\nlines"\t1\t(5)\n'
    cells(page, "name").first.evaluate(_PASTE, block.replace("\n", "\r\n"))
    expect(page.locator("tr[data-row]")).to_have_count(42)
    cells(page, "name").last.press_sequentially("Typed on")
    expect(page.locator("tr[data-row]")).to_have_count(43)
    expect(page.locator("#f-total")).to_have_text("¥820,405")
    expect(cells(page, "name").nth(0)).to_have_value('Part "1"')
    expect(cells(page, "name").nth(40)).to_have_value("Two lines")
    expect(cells(page, "name").nth(41)).to_have_value("Typed on")
    page.keyboard.press("Control+z")
    page.fill("[name='f.name']", "Long")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Long")
    expect(page.locator(".relwide")).to_contain_text('Part "40"')


def test_names_become_links_rows_move_and_problems_mend(open_page: Open) -> None:
    page = open_page("/material/new")
    for name, price in (("Oak board", "12"), ("Pine board", "8")):
        page.goto("/material/new")
        page.fill("[name='f.name']", name)
        page.fill("[name='f.price']", price)
        page.click("#save")
        expect(page.locator(".hl h1")).to_contain_text(name)
    page.goto("/estimate/new")
    page.fill("[name='f.name']", "Floor")
    material = page.locator("tr[data-row] [role=combobox]")
    material.first.evaluate(_PASTE, "oak board\t2\npine board\t3\nelm board\t1")
    expect(cells(page, "price").nth(1)).to_have_value("8.00")
    expect(page.locator(".lp .problem")).to_contain_text("elm board")
    expect(page.locator(".frail .chip.red")).to_have_text("1")
    material.nth(2).fill("Pine board")
    page.keyboard.press("Enter")
    expect(cells(page, "price").nth(2)).to_have_value("8.00")
    expect(page.locator(".lp")).to_have_count(0)
    cells(page, "cut").nth(0).fill("50")
    page.keyboard.press("Tab")
    page.locator(".frail [data-fix]").click()
    expect(cells(page, "cut").nth(0)).to_have_value("40")
    expect(page.locator("#s-why")).to_contain_text("由第 1 行触发")
    page.fill("[name='f.reason']", "Winter")
    grip, last = page.locator("[data-grip]").nth(0).bounding_box(), page.locator("[data-grip]").nth(2).bounding_box()
    assert grip and last
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + 10, last["y"] + 30, steps=8)
    page.mouse.up()
    expect(material.nth(2)).to_have_value("Oak board")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Floor")
    page.goto(page.url + "/edit")
    expect(material.nth(2)).to_have_value("Oak board")
    expect(cells(page, "cut").nth(2)).to_have_value("40")
