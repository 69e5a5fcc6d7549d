"""Two people in one draft: who is there and at which part, what the other does shown as it happens, the same field dragged by both."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from dougong.host.access import passwords
from dougong.host.install.apps import upgrade
from dougong.host.main import create_app
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .conftest import PASSWORD, _settings, sign_in
from .drafts import without_drafts
from .workshop import _text, bundle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WIDE = ViewportSize(width=1440, height=900)
DRAUGHTSMAN = {
    "$schema": "dougong/role/1", "key": "draughtsman", "label": _text("设计员", "Draughtsman"), "design": True,
    "entities": {"repair": {"read": "all"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def address(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop with a second person, 李雷, whose role lets him design."""
    home = tmp_path_factory.mktemp("together") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    upgrade(workspace, bundle({"roles/draughtsman.json": DRAUGHTSMAN, "app.json": {
        "$schema": "dougong/app/1", "key": "workshop", "version": "1.1.0", "label": _text("维修间", "Workshop")}}))  # fmt: skip
    with workspace.writing(SYSTEM) as context:
        made = write(
            context, [Create("person", {"name": "李雷", "login": "lilei", "roles": ["draughtsman"]})], Cause("user")
        )
        assert made.written
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
    workspace.close()
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


def row(page: Page, key: str) -> Locator:
    return page.locator(f".frow[data-key={key}]")


def keys(page: Page) -> list[str]:
    return [str(one.get_attribute("data-key")) for one in page.locator(".frow").all()]


def lift(page: Page, key: str, onto: str) -> None:
    """A field carried to just below another, and held there."""
    begin, end = row(page, key).bounding_box(), row(page, onto).bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 60, begin["y"] + 16)
    page.mouse.down()
    page.mouse.move(begin["x"] + 66, begin["y"] + 26)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 3, steps=3)
    expect(page.locator(".dropline")).to_be_visible()


def test_two_people_at_the_same_object(open_page: Open, browser: Browser, address: str, complaints: list[str]) -> None:
    page = open_page("/studio")
    without_drafts(page)
    page.goto("/studio/entity/repair")
    row(page, "due").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".spill")).to_be_visible()
    page.goto("/studio")
    page.locator(".sline [data-pop] summary").first.click()
    page.get_by_role("button", name="让别人也能一起改").click()
    expect(page.locator(".sline .chip.teal")).to_be_visible()
    page.goto("/studio/entity/repair")

    context = browser.new_context(
        base_url=address.partition("#")[0],
        locale="zh-CN",
        service_workers="block",
        viewport={"width": 1440, "height": 900},
    )
    other = context.new_page()
    other.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(other, "lilei")
    other.goto("/studio")
    other.get_by_role("button", name="接着改这份").click()
    expect(other.locator(".sline .chip.blue")).to_be_visible()
    other.goto("/studio/entity/repair")
    expect(page.locator("#peers [title*=李雷]")).to_be_visible()

    # who is there, and at which part
    row(other, "amount").click()
    expect(row(page, "amount")).to_contain_text("李雷 正在编辑")

    # what the other does is there, and what is being typed stays
    row(page, "cause").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".eren")).to_be_focused()
    page.keyboard.type("为什么")
    row(other, "stage").focus()
    other.keyboard.press("Alt+ArrowDown")
    expect(row(page, "stage").locator("xpath=preceding-sibling::*[1]")).not_to_have_attribute(
        "data-key", "name", timeout=15_000
    )
    expect(page.locator("#toasts")).to_contain_text("李雷")
    expect(page.locator(".eren")).to_have_value("为什么")
    page.keyboard.type("坏了")
    page.keyboard.press("Enter")
    expect(row(page, "cause").locator(".en")).to_have_text("为什么坏了")
    expect(row(other, "cause").locator(".en")).to_have_text("为什么坏了", timeout=15_000)

    # both drag the same field: who lets go last has it, and both are told
    lift(page, "total", "name")
    lift(other, "total", "amount")
    page.mouse.up()
    expect(row(page, "name").locator("xpath=following-sibling::*[1]")).to_have_attribute("data-key", "total")
    expect(other.locator("#toasts")).to_contain_text("管理员", timeout=15_000)
    other.mouse.up()
    expect(row(other, "amount").locator("xpath=following-sibling::*[1]")).to_have_attribute("data-key", "total")
    expect(row(page, "amount").locator("xpath=following-sibling::*[1]")).to_have_attribute(
        "data-key", "total", timeout=15_000
    )
    expect(page.locator(".frow")).to_have_count(7)
    assert keys(page) == keys(other)

    context.close()
    expect(page.locator("#peers [title*=李雷]")).to_have_count(0)
