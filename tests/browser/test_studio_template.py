"""Apps: a second one installed without samples, used by somebody else, upgraded with a conflict, and taken away again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dougong.host.access import passwords, people
from dougong.host.install.package import write_package
from dougong.host.main import create_app
from dougong.host.studio import change_sets, draft
from dougong.host.studio.publish import publish
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.documents import bundle_from_files
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Update
from dougong.records.write import write

from .conftest import PASSWORD, _settings, sign_in
from .drafts import without_drafts
from .faults import AXE, faults_of
from .workshop import _text, files_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
BOTTLE = "cellar/entities/bottle.json"


def cellar(version: str = "1.0.0", year: str = "年份", more: tuple[str, ...] = ()) -> bytes:
    """A package: bottles with a form, a list, a menu, a role and two sample records."""
    fields: list[dict[str, Any]] = [
        {"key": "name", "type": "text", "label": _text("酒名", "Name"), "required": True, "search": True},
        {"key": "year", "type": "integer", "label": _text(year, "Year"), "separator": False},
        *({"key": key, "type": "text", "label": _text("产地", "Origin")} for key in more),
    ]
    documents: dict[str, dict[str, Any]] = {
        "app.json": {"$schema": "dougong/app/1", "key": "cellar", "version": version, "label": _text("酒窖", "Cellar"),
                     "description": _text("瓶子与架子", "Bottles and racks"), "icon": "box"},
        "entities/bottle.json": {"$schema": "dougong/entity/1", "key": "bottle", "label": _text("酒", "Bottle"),
                                 "plural": _text("酒", "Bottles"), "title": "name", "icon": "box", "fields": fields},
        "forms/bottle_edit.json": {"$schema": "dougong/form/1", "key": "bottle_edit", "entity": "bottle", "sections": [
            {"key": "one", "label": _text("基本", "Basics"), "rows": [[{"field": one["key"]}] for one in fields]}]},
        "views/bottle_all.json": {"$schema": "dougong/view/1", "key": "bottle_all", "entity": "bottle",
                                  "label": _text("全部酒", "All bottles"), "columns": [one["key"] for one in fields]},
        "menus.json": {"$schema": "dougong/menus/1", "areas": [{"key": "cellar", "label": _text("酒窖", "Cellar"), "groups": [
            {"key": "racks", "label": _text("架子", "Racks"), "items": [
                {"key": "bottles", "label": _text("酒", "Bottles"), "icon": "box", "open": {"view": "bottle_all"}}]}]}]},
        "roles/butler.json": {"$schema": "dougong/role/1", "key": "butler", "label": _text("管家", "Butler"),
                              "entities": {"bottle": {"create": True, "read": "all", "update": "all"}}},
    }  # fmt: skip
    samples = [("samples/bottle.csv", b"name,year\nRioja,2015\nBarolo,2011\n")]
    return write_package(bundle_from_files([*files_of(documents), *samples]))


@pytest.fixture(scope="module")
def place(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The workshop with a second person, `porter`."""
    home = tmp_path_factory.mktemp("apps") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    with workspace.writing(SYSTEM) as context:
        made = write(context, [Create("person", {"name": "林一", "login": "porter"})], Cause("user"))
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def address(place: Workspace, workshop: tuple[Path, str]) -> Iterator[str]:
    with serving(create_app(place.settings)) as found:
        yield f"{found}#{workshop[1]}"


@pytest.fixture
def porter(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address.partition("#")[0], locale="zh-CN", service_workers="block")
    page = context.new_page()
    page.set_default_timeout(8000)
    sign_in(page, "porter")
    yield page
    context.close()


def sound(page: Page, width: int = 1440) -> None:
    if AXE.is_file():
        assert faults_of(page, width) == []


def bring(page: Page, content: bytes) -> None:
    page.goto("/studio/template")
    page.set_input_files("[name=file]", {"name": "cellar.zip", "mimeType": "application/zip", "buffer": content})
    page.wait_for_url("**/studio/template/app/cellar")


def renamed_here(workspace: Workspace) -> None:
    """What somebody of the workspace made of the app: another name for a field, and a field more."""
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, person_of(workspace, "admin"), workspace.clock(), "Ours")
        rack = {"key": "rack", "type": "text", "label": _text("架号", "Rack")}
        changes = (
            Change("change", (BOTTLE, "fields", Anchor("year"), "label", "zh-CN"), "年份", "采摘年"),
            Change("add", (BOTTLE, "fields", Anchor("rack")), None, rack, "name"),
        )  # fmt: skip
        draft.edit(connection, workspace, given, given.person, changes)
    publish(workspace, given.id, given.person)


def person_of(workspace: Workspace, login: str) -> str:
    with workspace.engine.connect() as connection:
        found = people.by_login(connection, workspace.store, login)
    assert found is not None
    return found.id


def test_an_apps_life(open_page: Open, place: Workspace, porter: Page) -> None:
    page = open_page("/studio")
    without_drafts(page)
    bring(page, cellar())
    expect(page.locator(".tmenu")).to_contain_text("架子")
    expect(page.locator("#consequence")).to_contain_text("没有阻断")
    sound(page)
    expect(page.get_by_label("不带示例：从空白开始")).to_be_checked()
    page.get_by_role("button", name="安装").click()
    expect(page.locator("[data-work=done]")).to_contain_text("酒窖已安装", timeout=20000)

    with place.writing(SYSTEM) as context:
        given = {"roles": ["butler"]}
        assert write(context, [Update("person", person_of(place, "porter"), given)], Cause("user")).written
    porter.goto("/bottle")
    expect(porter.locator("#rows tr[data-id]")).to_have_count(0)
    porter.goto("/bottle/new")
    porter.get_by_label("酒名").fill("Chablis")
    porter.get_by_label("年份").fill("2019")
    porter.get_by_role("button", name="保存", exact=True).click()
    expect(porter.locator("h1, .rtitle").first).to_contain_text("Chablis")

    renamed_here(place)
    bring(page, cellar("1.1.0", year="酿造年", more=("origin",)))
    expect(page.locator(".props")).to_contain_text("可升级到 1.1.0")
    page.get_by_role("link", name="查看升级内容").click()
    meeting = page.locator(".tmeet")
    expect(meeting).to_have_count(1)
    expect(meeting.locator("label").first).to_contain_text("采摘年")
    expect(meeting.locator("label").last).to_contain_text("酿造年")
    sound(page)
    meeting.get_by_label("采用新版本的").check()
    expect(page.get_by_text("字段“架号”")).to_be_visible()
    page.get_by_role("button", name="升级").click()
    expect(page.locator("[data-work=done]")).to_contain_text("酒窖已升级到 1.1.0", timeout=20000)
    porter.goto("/bottle/new")
    for label in ("酿造年", "产地"):
        expect(porter.get_by_label(label)).to_be_visible()

    page.goto("/studio/template/app/cellar/remove")
    expect(page.locator(".igrid")).to_contain_text("酒1")
    sound(page)
    page.get_by_label("我已看过哪些移除、哪些保留。").check()
    page.get_by_role("button", name="卸载酒窖").click()
    expect(page.locator("[data-work=done]")).to_contain_text("酒窖已卸载", timeout=20000)
    porter.goto("/bottle")
    expect(porter.locator("body")).not_to_contain_text("Chablis")


def test_on_a_phone_in_the_dark(open_page: Open) -> None:
    page = open_page("/studio/template", 390)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    sound(page, 390)
    bring(page, cellar())
    expect(page.locator("#consequence .okline")).to_be_visible()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    sound(page, 390)
    page.goto("/studio/template/own")
    expect(page.get_by_role("button", name="生成文件")).to_be_visible()
    sound(page, 390)
