"""The view designer from a new view to its use by somebody else: a board by mouse, another by keys, one on a phone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dougong.host.access import passwords
from dougong.host.install import install
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
from .faults import AXE, faults_of
from .workshop import files_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
CREW = {
    "app.json": {"$schema": "dougong/app/1", "key": "crew", "version": "1.0.0", "label": {"zh-CN": "班组", "en": "Crew"}},
    "roles/fitter.json": {
        "$schema": "dougong/role/1", "key": "fitter", "label": {"zh-CN": "装配工", "en": "Fitter"},
        "entities": {"repair": {"read": "all", "update": "all", "create": True}},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def address(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop with a second person, `lin`, who works with repairs."""
    home = tmp_path_factory.mktemp("views") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    install(workspace, bundle_from_files(files_of(CREW)), with_samples=False)
    with workspace.writing(SYSTEM) as context:
        made = write(context, [Create("person", {"name": "林一", "login": "lin", "roles": ["fitter"]})], Cause("user"))
        assert made.written
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
    workspace.close()
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


def part(page: Page, key: str) -> Locator:
    """A part that is seen: a chip, or a column over the table."""
    return page.locator(f"[role=option][data-part='{key}']:visible")


def carry(page: Page, what: Locator, to: Locator, x: float = 0.5, y: float = 0.5) -> None:
    """Takes a part by hand and holds it over a place."""
    what.scroll_into_view_if_needed()
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 24, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(begin["x"] + 40, begin["y"] + 20, steps=3)
    page.mouse.move(end["x"] + end["width"] * x, end["y"] + end["height"] * y, steps=4)


def publish(page: Page) -> None:
    page.locator(".stop [data-publish]").click()
    page.locator("[data-confirm-publish]").click()
    page.wait_for_url("**/studio/releases**")


def test_a_board_is_built_by_mouse_published_and_worked_with_by_somebody_else(
    open_page: Open, browser: Browser, address: str
) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto("/studio/view")
    card = page.locator(".fobject", has_text="全部维修单")
    card.locator("summary").click()
    card.get_by_role("button", name="看板").click()
    expect(page.locator(".vdrawn .kcol")).to_have_count(2)
    expect(part(page, "group:stage")).to_be_visible()
    carry(page, page.locator("[data-field-path=amount]"), page.locator("[data-slot=sums]"))
    expect(page.locator("#fmark")).to_contain_text("合计")
    page.mouse.up()
    expect(part(page, "sums:amount")).to_have_attribute("aria-selected", "true")
    carry(page, page.locator("[data-field-path=name]"), page.locator("[data-slot=sums]"))
    expect(page.locator("#fmark.refused")).to_contain_text("数字")
    page.mouse.up()
    expect(part(page, "sums:name")).to_have_count(0)
    carry(page, page.locator("[data-field-path=due]"), page.locator(".vreal"))
    expect(page.locator("#fslot")).to_contain_text("卡片")
    page.mouse.up()
    expect(part(page, "lines:due")).to_be_visible()
    page.locator(".phead [data-do-field=close]").click()
    page.locator("#fp-label-zh").fill("修理看板")
    page.keyboard.press("Tab")
    expect(page.locator(".vtabs .tab.on")).to_contain_text("修理看板")
    page.reload()
    expect(page.locator(".vtabs .tab.on")).to_contain_text("修理看板")
    publish(page)
    context = browser.new_context(base_url=address.partition("#")[0], locale="zh-CN", service_workers="block")
    other = context.new_page()
    sign_in(other, "lin")
    other.goto("/repair")
    other.locator(".views .tab", has_text="修理看板").click()
    expect(other.locator(".kcol[data-key=open] .kh")).to_contain_text("60")
    expect(other.locator(".kcol[data-key=open] .kc").first).to_contain_text("¥")
    context.close()


def test_keys_do_what_hands_do(open_page: Open) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto("/studio/view")
    card = page.locator(".fobject", has_text="全部维修单")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    card.get_by_role("button", name="看板").focus()
    page.keyboard.press("Enter")
    expect(part(page, "group:stage")).to_be_visible()
    part(page, "group:stage").focus()
    page.keyboard.press("ArrowDown")
    expect(part(page, "title:name")).to_have_attribute("aria-selected", "true")
    page.locator("[data-add-to=sort]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-narrow-palette]")).to_be_focused()
    page.keyboard.type("期限")
    page.keyboard.press("Enter")
    expect(part(page, "sort:due")).to_be_focused()
    page.keyboard.press("Enter")
    expect(part(page, "sort:due")).to_have_accessible_name("期限 · 降序")
    page.goto("/studio/view/repair_all")
    part(page, "columns:amount").focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator(".vcol").nth(1)).to_have_attribute("data-part", "columns:amount")
    expect(part(page, "columns:amount")).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".stop [data-do=undo]")).to_be_enabled()
    page.keyboard.press("Enter")
    page.locator(".fren").fill("总价")
    page.keyboard.press("Enter")
    expect(part(page, "columns:amount")).to_have_accessible_name("总价")
    expect(page.locator(".vdrawn th", has_text="总价")).to_be_visible()
    page.keyboard.press("Delete")
    expect(part(page, "columns:amount")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(part(page, "columns:amount")).to_have_accessible_name("总价")


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_amiss_with_the_designer(open_page: Open, width: int) -> None:
    page = open_page("/studio", width)
    without_drafts(page)
    page.goto("/studio/view/repair_all")
    part(page, "columns:amount").click()
    expect(part(page, "columns:amount")).to_have_attribute("aria-selected", "true")
    if width < 500:
        page.locator(".vprops").click()
        expect(page.locator("#fp-label-zh")).to_be_visible()
        page.locator(".phead [data-do-field=close]").click()
        page.locator("[data-add-to=columns]").click()
        page.locator("[data-field-path=cause]").click()
        expect(part(page, "columns:cause")).to_be_visible()
    if AXE.is_file():
        assert faults_of(page, width) == []
