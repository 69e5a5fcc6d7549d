"""What becomes of values is chosen on the publishing page, quickly and by finger; whoever has a page open hears of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dougong.host.access import people
from dougong.host.main import create_app
from dougong.host.studio import change_sets
from dougong.host.studio.draft import edit
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from .conftest import _settings
from .faults import faults_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SPECIMEN = "workshop/entities/specimen.json"
CHANGES = (
    *(Change("remove", (SPECIMEN, "fields", Anchor("kind"), "options", Anchor(f"k{n}"))) for n in (1, 2)),
    Change("change", (SPECIMEN, "fields", Anchor("story"), "type"), "long_text", "integer"),
)


@pytest.fixture(scope="module")
def home(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workshop with specimens, and a draft of the administrator's that puts their values at stake."""
    home = tmp_path_factory.mktemp("publishing") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    with workspace.writing(SYSTEM) as context:
        rows = [{"name": f"S{n}", "kind": f"k{1 + n % 2}", "story": ("7", "long ago")[n % 2]} for n in range(6)]
        assert write(context, [Create("specimen", row) for row in rows], Cause("test")).written
        admin = people.by_login(context.connection, context.store, workshop[1])
        assert admin is not None
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, admin.id, workspace.clock(), "Tidy")
        edit(connection, workspace, given, admin.id, CHANGES)
    workspace.close()
    return home


@pytest.fixture(scope="module")
def address(home: Path, workshop: tuple[Path, str]) -> Iterator[str]:
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


def test_values_are_decided_and_everybody_hears_of_the_release(open_page: Open, home: Path) -> None:
    phone = open_page("/studio/publish", 390)
    expect(phone.get_by_text("2 项待决定")).to_be_visible()
    assert faults_of(phone, 390) == []
    phone.locator("[data-values='specimen.story']").get_by_text("转换不了的清空").click()
    expect(phone.get_by_text("1 项待决定")).to_be_visible()

    page = open_page("/studio/publish")
    other = open_page("/repair")
    first, second = page.locator("[data-values='specimen.kind'] select").all()
    first.select_option(label="种类 7")
    second.select_option(label="种类 8")
    expect(page.get_by_text("没有阻断")).to_be_visible()
    expect(first).to_have_value("k7")
    expect(second).to_have_value("k8")
    assert faults_of(page, 1440) == []
    page.locator("[data-confirm-publish]").click()
    page.wait_for_url("**/studio/releases**")
    expect(other.get_by_text("页面已更新")).to_be_visible(timeout=20_000)
    other.get_by_role("button", name="刷新").click()
    expect(other.locator("#work")).to_have_attribute("data-revision", page.url.rpartition("/")[2])

    workspace = open_workspace(_settings(home), DEFAULT)
    with workspace.reading(SYSTEM) as context:
        rows = find(context, Query("specimen", ("kind", "story"), sort=("name",))).rows
    workspace.close()
    assert [(row["kind"], row["story"]) for row in rows[:2]] == [("k7", 7), ("k8", None)]
