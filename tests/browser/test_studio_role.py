"""The role designer by mouse, by keys and by finger: a field is restricted, the what-if read, and somebody else sees it gone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dougong.host.access import passwords
from dougong.host.install.apps import install
from dougong.host.main import create_app
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import bundle_from_files
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .conftest import PASSWORD, _settings, sign_in
from .drafts import without_drafts
from .workshop import files_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LABEL = {"zh-CN": "修理班", "en": "Menders"}
MENDER = {
    "$schema": "dougong/role/1", "key": "mender", "label": {"zh-CN": "修理工", "en": "Mender"},
    "entities": {"repair": {"create": True, "read": "own", "update": "own"}},
}  # fmt: skip
APP = {
    "app.json": {"$schema": "dougong/app/1", "key": "menders", "version": "1.0.0", "label": LABEL, "depends_on": {"workshop": ">=0"}},
    "roles/mender.json": MENDER,
}  # fmt: skip


@pytest.fixture(scope="module")
def address(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop with a mender, who owns one of its repairs."""
    home = tmp_path_factory.mktemp("roles") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    install(workspace, bundle_from_files(files_of(APP)))
    with workspace.writing(SYSTEM) as context:
        made = write(
            context, [Create("person", {"name": "刘一", "login": "mender", "roles": ["mender"]})], Cause("user")
        )
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
        own = {"name": "Old pump", "amount": "720", "stage": "open", "owner": made.outcomes[0].id}
        assert write(context, [Create("repair", own)], Cause("user")).written
    workspace.close()
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


@pytest.fixture
def role(open_page: Open) -> Callable[..., Page]:
    """The designer at the mender's role, without a draft of an earlier test."""

    def opened(width: int = 1440) -> Page:
        page = open_page("/studio", width)
        without_drafts(page)
        page.goto("/studio/role/mender")
        return page

    return opened


def cell(page: Page, action: str) -> Locator:
    return page.locator(f"#c-repair-{action}")


def told(page: Page) -> Locator:
    return page.locator(".rstrip")


def test_by_mouse_until_somebody_else_does_not_see_the_field(role: Open, browser: Browser, address: str) -> None:
    page = role()
    expect(told(page)).to_contain_text("没有人因这份草稿")
    cell(page, "read").click()
    expect(page.locator(".rpop")).to_contain_text("自己负责的")
    page.locator("[data-pick=all]").click()
    expect(page.locator(".rpop")).to_have_count(0)
    expect(cell(page, "read")).to_have_text("全部")
    expect(told(page)).to_contain_text("1 人能查看的维修单共多 60 条")
    expect(told(page)).to_contain_text("1 → 61")
    page.locator("label[for=t-amount]").click()
    page.locator("label[for=t-stage]").click(modifiers=["Shift"])
    expect(page.locator(".rmanyn")).to_have_text("已选 2 个")
    page.locator("[data-right-all=hidden]").click()
    expect(page.locator("#f-amount-hidden")).to_be_checked()
    expect(page.locator("#f-stage-hidden")).to_be_checked()
    page.locator("label[for=t-stage]").click()
    page.locator("label[for=t-amount]").click()
    page.locator(".rfield[data-field=stage] .of-edit").click()
    expect(told(page)).to_contain_text("维修单 · 金额")
    expect(told(page).locator(".wil")).to_have_count(1)
    page.reload()
    expect(cell(page, "read")).to_have_text("全部")
    page.locator("a[data-publish]").click()
    expect(page.locator("[id^=rights-]")).to_contain_text("共多 60 条")
    expect(page.locator("[id^=rights-] .wil")).to_contain_text("可编辑 → 隐藏")
    page.locator("[data-confirm-publish]").click()
    page.wait_for_url("**/studio/releases**")

    context = browser.new_context(base_url=address.partition("#")[0], locale="zh-CN", service_workers="block")
    other = context.new_page()
    sign_in(other, "mender")
    other.goto("/repair")
    other.get_by_role("link", name="Old pump").first.click()
    expect(other.locator("h1")).to_contain_text("Old pump")
    expect(other.locator("main")).not_to_contain_text("720")
    expect(other.locator("main")).not_to_contain_text("金额")
    context.close()


def test_by_keys(role: Open) -> None:
    page = role()
    cell(page, "delete").focus()
    for said in ("本人", "下级"):
        page.keyboard.press("Space")
        expect(cell(page, "delete")).to_have_text(said)
    expect(cell(page, "delete")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "transfer")).to_be_focused()
    page.keyboard.press("Space")
    expect(cell(page, "transfer").locator("svg")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".rpick.on > button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, "delete")).to_have_text("本部门")
    expect(cell(page, "delete")).to_be_focused()
    page.keyboard.press("Delete")
    expect(cell(page, "delete")).to_have_text("–")
    page.keyboard.press("Control+z")
    expect(cell(page, "delete")).to_have_text("本部门")
    expect(cell(page, "delete")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator("#r-repair")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator(".rfield").first
    expect(first.locator("[value=edit]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(first.locator("[value=read]")).to_be_checked()
    expect(told(page)).to_contain_text("可编辑 → 只读")


def test_on_a_phone(role: Open) -> None:
    page = role(390)
    page.locator("#r-repair").click()
    expect(page.locator("#props")).to_be_visible()
    page.locator("[data-open-cell=delete]").click()
    sheet = page.locator(".rpop")
    expect(sheet).to_contain_text("能删除哪些维修单")
    box = sheet.bounding_box()
    assert box
    assert box["x"] == 0
    assert box["width"] == 390
    page.locator("[data-pick=own]").click()
    expect(page.locator("[data-open-cell=delete]")).to_contain_text("本人")
    page.locator(".rfield[data-field=due] .of-masked").click()
    expect(page.locator("#f-due-masked")).to_be_checked()
    page.locator("#props [data-sheet]").first.click()
    expect(page.locator("#props")).to_be_hidden()
    expect(told(page)).to_contain_text("维修单 · 期限")
