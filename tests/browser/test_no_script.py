"""Scripts switched off: lists, filters, records, forms with child rows, imports and searches still do their work."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def open_plain(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """A signed-in page of a browser that runs no script."""
    base, _, login = address.partition("#")
    context = browser.new_context(
        base_url=base, viewport={"width": 1280, "height": 900}, locale="zh-CN", java_script_enabled=False
    )

    def opened(path: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(8000)
        sign_in(page, login)
        page.goto(path)
        return page

    yield opened
    context.close()


def test_list_filter_sort_columns_and_pages(open_plain: Callable[[str], Page]) -> None:
    page = open_plain("/repair?q=Repair&view=repair_all")
    page.click(".bar summary >> text=筛选")
    page.click("[data-add-filter=amount]")
    page.select_option("[name=operator_]", ">")
    page.fill("[name=value_]", "5500")
    page.click(".ed button.pri")
    expect(page.locator("#rows tr")).to_have_count(5)
    page.click(".fc .ib")
    page.click("th .h >> text=金额")
    page.click("[data-next]")
    expect(page.locator("#rows tr")).not_to_have_count(0)
    page.click(".bar summary >> text=列")
    page.uncheck("[name=column_][value=due]")
    page.click(".colmenu .pri")
    expect(page.locator("thead")).not_to_contain_text("期限")
    page.click(".bar .right >> text=存为视图")
    page.fill("[name=label]", "Without scripts")
    page.click(".partbox .pri")
    expect(page.locator(".tab.on")).to_contain_text("Without scripts")
    page.locator(".tabs .end summary").last.click()
    page.click("text=删除视图")
    expect(page.locator(".tab", has_text="Without scripts")).to_have_count(0)


def test_a_form_with_child_rows_and_links_by_name(open_plain: Callable[[str], Page]) -> None:
    page = open_plain("/repair/new")
    page.fill("[name='f.due']", "明天")
    page.click("[name=more]")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(4)
    rows.nth(0).locator("[name$='.name']").fill("Wheel")
    rows.nth(0).locator("[name$='.quantity']").fill("2")
    rows.nth(0).locator("[name$='.price']").fill("4")
    rows.nth(1).locator("[name$='.name']").fill("Mistake")
    page.click("#save")
    expect(page.locator(".frail")).to_contain_text("名称")
    page.fill("[name='f.name']", "Plain form")
    rows.nth(1).locator("[name=drop]").check()
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Plain form")
    expect(page.locator(".relwide tbody tr")).to_have_count(1)
    expect(page.locator(".relwide")).to_contain_text("¥8")
    page.goto("/specimen/new")
    page.fill("[name='f.name']", "Linked plainly")
    page.get_by_role("radio", name="其他").check(force=True)
    page.fill("[name='t.repair']", "No such thing")
    page.click("#save")
    expect(page.locator("#f-repair-p")).to_contain_text("No such thing")
    page.get_by_role("radio", name="其他").check(force=True)
    expect(page.locator("[name='t.repair']")).to_have_value("No such thing")
    page.fill("[name='t.repair']", "Plain form")
    page.click("#save")
    expect(page.locator(".rfields")).to_contain_text("Plain form")


def test_a_record_its_history_its_path_and_the_recycle_bin(open_plain: Callable[[str], Page]) -> None:
    page = open_plain("/repair?q=Repair+33")
    page.click("#rows .nm a")
    record = page.url
    page.click("button.step:has-text('已修')")
    page.fill("[name='f.cause']", "Loose")
    page.click(".partbox .pri")
    expect(page.locator(".step.now")).to_contain_text("已修")
    expect(page.locator("#stream")).to_contain_text("Loose")
    page.click(".acts summary")
    page.click("text=删除")
    page.click(".partbox .del")
    expect(page).to_have_url(re.compile(r"/repair$"))
    page.goto("/repair/recycle")
    page.locator(".binlist > div", has_text="Repair 33").locator("button").click()
    page.goto(record)
    expect(page.locator(".hl h1")).to_contain_text("Repair 33")


def test_an_import_and_a_search(open_plain: Callable[[str], Page], tmp_path: Path) -> None:
    table = tmp_path / "repairs.csv"
    table.write_text("名称,阶段\nScriptless import,待修\n", "utf-8")
    page = open_plain("/repair/import")
    page.set_input_files("input[type=file]", table)
    page.click("text=上传")
    page.click(".wizbar button >> nth=0")
    expect(page.locator(".bucket.new .n")).to_have_text("1")
    page.click("[data-start]")
    for _ in range(40):
        if page.locator(".jobcard .chip.green").count():
            break
        page.reload()
    expect(page.locator(".bucket.new .n")).to_have_text("1")
    page.click(".side .find")
    page.fill("[name=q]", "Scriptless")
    page.press("[name=q]", "Enter")
    expect(page.locator(".hits .hit").first).to_contain_text("Scriptless import")
