"""The object designer from nothing to use by somebody else: by mouse, by keys and by finger."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dougong.host.access import passwords
from dougong.host.main import create_app
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .conftest import PASSWORD, _settings, sign_in
from .faults import AXE, faults_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TYPES = (
    "auto_number", "choice", "date", "money", "integer", "person", "phone", "bool", "long_text", "rating", "url", "link",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop with a second person, `porter`, who has no role but what everybody has."""
    home = tmp_path_factory.mktemp("studio") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    with workspace.writing(SYSTEM) as context:
        made = write(context, [Create("person", {"name": "林一", "login": "porter"})], Cause("user"))
        assert made.written
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
    workspace.close()
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


def row(page: Page, name: str) -> Locator:
    return page.locator(".frow", has=page.locator(f".en:text-is('{name}')"))


def keys(page: Page) -> list[str]:
    return [str(one.get_attribute("data-key")) for one in page.locator(".frow").all()]


def drop(page: Page, type_key: str, at: Locator) -> None:
    """A type from the palette to just below a row."""
    tile = page.locator(f".ptile[data-type={type_key}]")
    tile.scroll_into_view_if_needed()
    at.scroll_into_view_if_needed()
    begin, end = tile.bounding_box(), at.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 20, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(begin["x"] + 40, begin["y"] + 20)
    page.mouse.move(end["x"] + 120, end["y"] + end["height"] - 3, steps=3)


def name_it(page: Page, words: str) -> None:
    """What has just been added is named where it stands."""
    expect(page.locator(".eren")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(".eren")).to_have_count(0)


def fresh(page: Page) -> None:
    """Without the draft of an earlier test."""
    for one in page.locator("form[action$='/draft']").all():
        values = {name: one.locator(f"[name={name}]").first.input_value() for name in ("id", "_csrf")}
        page.request.post("/studio/draft", form={**values, "do": "drop"})


def test_a_new_object_is_used_by_somebody_else_as_soon_as_it_is_published(
    open_page: Open, browser: Browser, address: str
) -> None:
    page = open_page("/studio/entity")
    page.fill("#no-zh", "吊装设备")
    page.select_option("#no-group", label="工作台 → 维修")
    page.get_by_label("成员").check()
    page.get_by_role("button", name="新建对象").click()
    expect(row(page, "名称")).to_be_visible()
    for number, type_key in enumerate(TYPES):
        drop(page, type_key, page.locator(".frow").last)
        expect(page.locator(".dropline .pill")).to_contain_text(f"第 {number + 2} 位")
        page.mouse.up()
        expect(page.locator(".frow")).to_have_count(number + 2)
        if type_key == "date":
            name_it(page, "启用日期")
            expect(row(page, "启用日期")).to_have_attribute("data-key", "qi_yong_ri_qi")
    expect(page.locator(".epf.on")).to_be_visible()
    page.locator("a[data-publish]").click()
    page.locator("[data-confirm-publish]").click()
    page.wait_for_url("**/studio/releases**")

    context = browser.new_context(base_url=address.partition("#")[0], locale="zh-CN", service_workers="block")
    other = context.new_page()
    sign_in(other, "porter")
    other.get_by_role("link", name="吊装设备").first.click()
    other.get_by_role("link", name="新建").first.click()
    other.get_by_label("名称").fill("一号吊车")
    other.get_by_label("启用日期").fill("2026-03-05")
    other.keyboard.press("Tab")
    other.locator("#save").click()
    expect(other.locator("h1")).to_have_text("一号吊车")
    expect(other.locator("body")).to_contain_text("启用日期")
    context.close()


def test_by_keys(open_page: Open) -> None:
    page = open_page("/studio")
    fresh(page)
    page.goto("/studio/entity/specimen")
    first = page.locator(".frow").first
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "说明")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("a")
    name_it(page, "批号")
    expect(row(page, "批号")).to_have_attribute("data-key", "pi_hao")
    expect(row(page, "批号")).to_be_focused()
    assert keys(page)[:3] == ["name", "story", "pi_hao"]
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".frow").nth(1)).to_have_attribute("data-key", "pi_hao")
    page.keyboard.press("/")
    page.keyboard.type("评级")
    page.keyboard.press("Enter")
    name_it(page, "等级")
    expect(row(page, "等级")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Delete")
    expect(row(page, "等级")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(row(page, "等级")).to_be_visible()
    page.reload()
    expect(row(page, "批号")).to_be_visible()


def test_what_records_hold_is_asked_about_and_what_is_wrong_stands_at_its_row(open_page: Open) -> None:
    page = open_page("/studio")
    fresh(page)
    page.goto("/studio/entity/repair?at=cause")
    expect(page.locator("#props h2")).to_have_text("原因")
    page.locator("[data-ptab=used]").click()
    expect(page.locator("[data-ppane=used]")).to_contain_text("进入条件")
    page.locator("[data-do-field=remove]").click()
    expect(page.locator("#dialog")).to_contain_text("没有记录填了它")
    page.locator("#dialog [data-close]").first.click()
    row(page, "合计").click()
    box = page.locator("#fp-formula")
    expect(box).to_have_value("SUM(parts.cost)")
    expect(page.locator("#props .okline").first).to_contain_text("结果：金额")
    box.fill("SUM(parts.costs)")
    page.keyboard.press("Tab")
    expect(page.locator("#props .pwrong")).to_contain_text("costs")
    expect(page.locator(".fproblem")).to_contain_text("costs")


def test_by_finger(open_page: Open) -> None:
    page = open_page("/studio", 390)
    fresh(page)
    page.goto("/studio/entity/specimen")
    page.locator(".ehead [data-sheet=pal]").click()
    page.locator(".ptile[data-type=choice]").click()
    name_it(page, "档位")
    expect(page.locator("#props")).to_be_visible()
    page.fill("#fp-o-new", "最高")
    page.keyboard.press("Enter")
    expect(page.locator(".popt")).to_have_count(4)
    page.locator("[data-do-field=up]").click()
    expect(page.locator(".frow").nth(-2)).to_have_attribute("data-key", "dang_wei")
    page.locator("[data-do-field=close]").click()
    expect(page.locator("#props")).to_have_count(0)


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_nothing_serious(open_page: Open, width: int, theme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/studio/entity", width)
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    found = {"list": faults_of(page, width)}
    for path in ("/studio/entity/repair", "/studio/entity/repair?at=stage", "/studio/entity/repair?at=."):
        page.goto(path)
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        expect(page.locator(".health")).to_be_visible()
        found[path] = faults_of(page, width)
    assert found == {path: [] for path in found}
