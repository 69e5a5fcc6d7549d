"""The editor of formulas and conditions, and the rule designer with its back-test: by mouse, by keys and by finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .drafts import without_drafts
from .faults import faults_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def condition(page: Page) -> Locator:
    return page.locator("#props textarea[data-condition=visible_when]")


def rows(page: Page) -> Locator:
    return page.locator("#fx-rows [data-row]")


def test_a_condition_is_built_from_rows_and_mended_as_a_formula(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/studio/form")
    without_drafts(page)
    page.goto("/studio/form/specimen_edit")
    page.locator("#fsheet [data-part='field:year']").click()
    condition(page).click()

    # By mouse: a choice and, in a group of its own, one of two more.
    rows(page).first.get_by_label("字段").select_option(label="种类")
    row = page.locator("#fx-rows [data-path=kind]")
    row.locator("summary").click()
    row.get_by_text("种类 1", exact=True).click()
    row.get_by_text("种类 2", exact=True).click()
    expect(row.locator("summary")).to_contain_text("种类 1、种类 2")
    page.locator(".cgroup.outer > .cadd [data-add-group]").click()
    group = page.locator(".cgroup:not(.outer)")
    group.get_by_label("字段").select_option(label="重量")
    weight = page.locator("#fx-rows [data-path=weight]")
    weight.get_by_label("运算").select_option(label="大于")
    expect(weight.get_by_label("运算")).to_have_value(">")
    weight.get_by_label("值", exact=True).fill("2.5")
    group.locator("[data-add-row]").click()
    group.get_by_label("字段").last.select_option(label="若干种类")
    several = page.locator("#fx-rows [data-path=kinds]")
    several.locator("summary").click()
    several.get_by_text("甲", exact=True).click()
    page.locator("[data-fx-mode=text]").click()
    area = page.locator("#fx-area")
    built = 'kind IN ("k1", "k2") AND (weight > 2.5 OR CONTAINS(kinds, "a"))'
    expect(area).to_have_value(built)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#formula")).to_be_hidden()
    expect(condition(page)).to_have_value(built)
    expect(condition(page)).to_be_focused()

    # By keys: opened, a field found by pinyin, its mistake mended by what is offered.
    page.keyboard.press("F2")
    expect(rows(page)).to_have_count(3)
    page.locator("[data-fx-mode=text]").press("Enter")
    area.press("Control+a")
    page.keyboard.type("zhongliang")
    expect(page.locator("#fx-list .mi.on")).to_contain_text("重量")
    page.keyboard.press("Enter")
    expect(area).to_have_value("weight")
    page.keyboard.type(" > 1 AND wheight < 9")
    expect(page.locator("#fx-shown .qw.error")).to_have_text("wheight")
    expect(page.locator("[data-fx-fix]")).to_contain_text("weight < 9")
    page.keyboard.press("Control+.")
    expect(area).to_have_value("weight > 1 AND weight < 9")
    expect(page.locator("#fx-said .okline")).to_contain_text("重量")
    assert faults_of(page, 1440) == []
    page.locator("[data-fx-mode=rows]").click()
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(condition(page)).to_have_value(built)  # left as it was

    # On the phone it is a sheet, and what a gesture elsewhere answers leaves it alone.
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/studio/form/specimen_edit?at=field:year")
    page.locator("#ftools [data-sheet=props], .ftprops").first.click()
    condition(page).click()
    expect(rows(page)).to_have_count(3)
    box = page.locator("#formula").bounding_box()
    assert box
    assert (round(box["x"]), round(box["y"] + box["height"])) == (0, 844)
    assert faults_of(page, 390) == []
    page.locator("[data-fx-done]").click()
    expect(page.locator("#formula")).to_be_hidden()
    assert complaints == []


def test_a_rule_is_made_ordered_and_tried_on_the_records_there_are(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/studio/rule")
    without_drafts(page)
    page.goto("/studio/rule")
    page.locator("[data-rules-of=repair]").click()
    page.locator("[data-new-rule=validate]").click()
    chosen = page.locator(".rrow.sel")
    expect(chosen).to_contain_text("新的检查")
    test = page.locator("#prev .rbig")
    expect(test).to_have_text("0")
    page.locator("#props [data-set='message.zh-CN']").fill("金额太大")
    page.keyboard.press("Enter")
    expect(chosen).to_contain_text("金额太大")
    page.locator("#props textarea[data-set=reject_when]").click()
    page.locator("[data-fx-mode=text]").click()
    page.locator("#fx-area").fill("amount > 0")
    page.locator("[data-fx-done]").click()
    expect(chosen).to_contain_text("当 金额 大于")
    expect(test).not_to_have_text("0")
    expect(page.locator("#prev .rsample").first).to_be_visible()
    count = test.inner_text()

    # A second check, moved in front by keys; taken out and back by undo.
    page.locator("[data-new-rule=validate]").click()
    second = page.locator(".rrow", has_text="新的检查")
    expect(second).to_have_class("rrow sel ")
    second.focus()
    page.keyboard.press("Alt+ArrowUp")
    checks = page.locator("[data-family=validate] .rrow")
    expect(checks.first).to_contain_text("新的检查")
    expect(checks.first).to_be_focused()
    page.keyboard.press("Delete")
    expect(checks).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(checks).to_have_count(2)
    page.keyboard.press("Control+Shift+z")
    expect(checks).to_have_count(1)

    # What a computation would change is shown as the value there is and the one to come.
    page.locator("[data-new-rule=compute]").click()
    page.locator("#props select[data-set=field]").select_option(label="原因")
    expect(chosen).to_contain_text("原因")
    value = page.locator("#props textarea[data-set=value]")
    value.click()
    page.locator("#fx-area").fill("UPPER(name)")
    page.locator("[data-fx-done]").click()
    expect(chosen).to_contain_text("UPPER(name)")
    expect(page.locator("#prev .rchange").first).to_be_visible()
    assert faults_of(page, 1440) == []

    page.goto("/studio/publish")
    card = page.locator("#consequences, [id^=consequences-]").locator(".icard", has_text="规则在已有记录上")
    expect(card).to_contain_text("金额太大")
    expect(card).to_contain_text(count)
    without_drafts(page)
    assert complaints == []
