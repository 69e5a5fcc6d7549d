"""The pipeline designer: stages with gates built by mouse, by keys and by finger; who works meets the gate once it is published."""

from collections.abc import Callable, Iterator

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

from .conftest import PASSWORD, _settings, furnish, repairs, sign_in
from .drafts import without_drafts
from .workshop import bundle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
ROLE = {
    "$schema": "dougong/role/1", "key": "mender", "label": {"zh-CN": "维修工", "en": "Mender"},
    "entities": {"repair": {"create": True, "read": "all", "update": "all"}, "specimen": {"create": True, "read": "all", "update": "all"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop with one specimen, and with `mender`, who works in it."""
    home = tmp_path_factory.mktemp("pipeline") / "home"
    login = furnish(home, bundle({"roles/mender.json": ROLE}), repairs)
    workspace = open_workspace(_settings(home), DEFAULT)
    with workspace.writing(SYSTEM) as context:
        given = [
            Create("person", {"name": "林一", "login": "mender", "roles": ["mender"]}),
            Create("specimen", {"name": "样一"}),
        ]
        made = write(context, given, Cause("user"))
        assert made.written
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
    workspace.close()
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{login}"


def stage(page: Page, name: str) -> Locator:
    return page.locator(f".pcol[data-label='{name}']")


def order(page: Page) -> list[str]:
    return [str(one.get_attribute("data-label")) for one in page.locator(".pcol").all()]


def carry(page: Page, what: Locator, to: Locator, across: float) -> None:
    """Takes hold and moves over a stage, to a part of its width; the button stays down."""
    what.scroll_into_view_if_needed()
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(begin["x"] + begin["width"] / 2 + 12, begin["y"] + 20)
    page.mouse.move(end["x"] + end["width"] * across, end["y"] + 100, steps=3)


def name_it(page: Page, words: str) -> None:
    """What has just been added is named where it stands."""
    expect(page.locator(".pren")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(stage(page, words)).not_to_have_attribute("data-stage", "stage_1")
    expect(page.locator("#props h2")).to_have_text(words)


def test_a_pipeline_is_built_by_mouse_and_who_works_meets_its_gate(
    open_page: Open, browser: Browser, address: str
) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto("/studio/pipeline")
    page.locator("[data-without=specimen] button").click()
    expect(stage(page, "进行中")).to_be_visible()
    carry(page, page.locator("[data-new=open]"), stage(page, "进行中"), 0.9)
    expect(page.locator(".dropline .pill")).to_have_text("第 3 个阶段")
    page.mouse.up()
    name_it(page, "检查中")
    carry(page, page.locator("[data-field=story]"), stage(page, "检查中"), 0.5)
    expect(page.locator(".dropline .pill")).to_have_text("进入“检查中”前要填“说明”")
    page.mouse.up()
    expect(page.locator("#props .paskl")).to_contain_text("说明")
    carry(page, stage(page, "检查中"), stage(page, "新建"), 0.9)
    page.mouse.up()
    expect(page.locator(".pcol").nth(1)).to_have_attribute("data-label", "检查中")
    page.locator("[data-do-moves=steps]").click()
    expect(page.get_by_role("switch", name="从“新建”到“完成”")).to_have_attribute("aria-checked", "false")
    page.get_by_role("switch", name="从“新建”到“完成”").click()
    expect(page.get_by_role("switch", name="从“新建”到“完成”")).to_have_attribute("aria-checked", "true")
    page.locator("[data-trial] button.step", has_text="检查中").click()
    expect(page.locator("#dialog")).to_contain_text("请填写“说明”")
    page.locator("#dialog textarea").fill("会响")
    page.locator("#dialog .pri").click()
    expect(page.locator(".toast").last).to_contain_text("什么都没有保存")
    page.reload()
    expect(page.locator(".pcol").nth(1)).to_have_attribute("data-label", "检查中")
    page.locator("a[data-publish]").click()
    page.locator("[data-confirm-publish]").click()
    page.wait_for_url("**/studio/releases**")

    context = browser.new_context(base_url=address.partition("#")[0], locale="zh-CN", service_workers="block")
    other = context.new_page()
    sign_in(other, "mender")
    other.goto("/specimen")
    other.get_by_role("link", name="样一").first.click()
    other.locator(".pathbar .step", has_text="检查中").click()
    expect(other.locator("#dialog")).to_contain_text("请填写“说明”")
    other.locator("#dialog textarea").fill("会响")
    other.locator("#dialog .pri").click()
    expect(other.locator(".pathbar .step.now")).to_contain_text("检查中")
    context.close()


def test_by_keys_and_what_records_stand_in_is_asked_about(open_page: Open) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto("/studio/pipeline/repair")
    stage(page, "待修").focus()
    page.keyboard.press("ArrowRight")
    expect(stage(page, "已修")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("a")
    name_it(page, "等配件")
    assert order(page) == ["待修", "等配件", "已修"]
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".pcol").nth(2)).to_have_attribute("data-label", "等配件")
    page.keyboard.press("f")
    page.keyboard.type("期限")
    page.keyboard.press("Enter")
    expect(page.locator("#props .paskl")).to_have_text("期限")
    expect(stage(page, "等配件")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(stage(page, "已修")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pren")).to_be_focused()
    page.keyboard.type("修好了")
    page.keyboard.press("Enter")
    expect(page.locator("#props h2")).to_have_text("修好了")
    expect(stage(page, "修好了")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#props #fp-looks\\.label-zh")).to_have_value("待修")
    expect(stage(page, "待修")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#dialog")).to_contain_text("有 60 条记录停在这里")
    page.locator("#pr-to").select_option(label="等配件")
    page.locator("[data-remove-stage]").press("Enter")
    expect(stage(page, "待修")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(stage(page, "待修")).to_be_visible()
    expect(stage(page, "修好了")).to_be_visible()


def test_by_finger(open_page: Open) -> None:
    page = open_page("/studio", 390)
    without_drafts(page)
    page.goto("/studio/pipeline/repair")
    page.locator(".chead [data-sheet=pal]").click()
    page.locator("[data-new=lost]").click()
    name_it(page, "报废")
    expect(page.locator("#props")).to_be_hidden()
    stage(page, "报废").locator(".pmean").click()
    expect(page.locator("#props")).to_be_visible()
    page.locator("[data-ask-for]").select_option(label="原因")
    expect(page.locator("#props .paskl")).to_contain_text("原因")
    page.locator("[data-do-field=right]").click()
    expect(page.locator("[data-do-field=right]")).to_be_disabled()
    expect(page.locator("#props")).to_be_visible()
    page.locator("#props .pclose").click()
    expect(page.locator("#props")).to_be_hidden()
    assert order(page) == ["待修", "已修", "报废"]
    grip, first = stage(page, "报废").locator(".grip").bounding_box(), page.locator(".pcol").first.bounding_box()
    assert grip
    assert first
    page.mouse.move(grip["x"] + 20, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(grip["x"] + 20, grip["y"] + 30)
    page.mouse.move(first["x"] + 100, first["y"] + 4, steps=3)
    expect(page.locator(".dropline.lying .pill")).to_have_text("第 1 个阶段")
    page.mouse.up()
    expect(page.locator(".pcol").first).to_have_attribute("data-label", "报废")
