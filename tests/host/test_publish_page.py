"""The publishing page over HTTP: what becomes of values is chosen there, and who else reads what changes is told."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from dougong.host.access import people, tokens
from dougong.host.settings import Settings
from dougong.host.studio import change_sets
from dougong.host.studio.draft import edit
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.host.test_change_sets import BOOK
from tests.host.test_repairs import furnished
from tests.support.copies import Make
from tests.support.pages import csrf, visitors

GONE = Change("remove", (BOOK, "fields", Anchor("cover"), "options", Anchor("paper")))
NUMBER = Change("change", (BOOK, "fields", Anchor("note"), "type"), "text", "number")
NO_NOTE = Change("remove", (BOOK, "fields", Anchor("note")))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


class Page:
    """The administrator before the publishing page of a draft."""

    def __init__(self, workspace: Workspace, browser: TestClient, *changes: Change) -> None:
        self.workspace, self.browser = workspace, browser
        with workspace.writer.begin() as connection:
            admin = people.by_login(connection, workspace.store, "admin")
            assert admin is not None
            given = change_sets.begin(connection, admin.id, workspace.clock())
            edit(connection, workspace, given, admin.id, changes)
        self.html = self.get("/studio/publish")

    def get(self, path: str) -> str:
        return unescape(self.browser.get(path, headers={"Accept-Language": "en"}).text)

    def post(self, path: str, **values: object) -> str:
        given = {"_csrf": csrf(self.html), **values}
        headers = {"HX-Request": "true", "Accept-Language": "en"}
        answer = self.browser.post(f"/studio/publish{path}", data=given, headers=headers)
        self.html = unescape(answer.text) if "_csrf" in answer.text else self.html
        return unescape(answer.text) + str(answer.headers)

    def choose(self, field: str, do: str, **to: str) -> str:
        return self.post("/repair", entity="book", field=field, do=do, **{f"to.{key}": one for key, one in to.items()})

    def publish(self, **more: str) -> str:
        expected = re.findall(r'name="expected" value="(\d+)"', self.html)[0]
        every = re.findall(r'name="change" value="([\d,]+)"', self.html)
        said = self.post("", expected=expected, change=every, note="N", **more)
        self.workspace.forget()
        return said

    def values(self, field: str) -> list[object]:
        with self.workspace.reading(SYSTEM) as ctx:
            rows = find(ctx, Query("book", (field,), filter='STARTSWITH(name, "R")', sort=("name",))).rows
        return [row[field] for row in rows]

    @property
    def may(self) -> bool:
        button = re.findall(r"<button[^>]*data-confirm-publish[^>]*>", self.html)[0]
        return "disabled" not in button


@pytest.fixture
def browser(workspace: Workspace) -> Iterator[TestClient]:
    with visitors(workspace) as at:
        yield at("admin")


def test_every_option_in_use_asks_for_another_first(workspace: Workspace, browser: TestClient) -> None:
    page = Page(workspace, browser, GONE)
    assert "<b>2</b> records hold an option that goes" in page.html
    assert not page.may
    assert "hold the option" in page.publish(aside="on"), "whoever sends it all the same is refused"
    page.choose("cover", "map", paper="cloth")
    assert page.may
    assert "is in force" in page.publish()
    assert page.values("cover") == ["cloth", "cloth", "cloth", "leather"]
    assert '"Cover": Paper → Cloth (2 records)' in page.get("/studio/releases")


def test_an_option_may_stay_out_of_use(workspace: Workspace, browser: TestClient) -> None:
    page = Page(workspace, browser, GONE)
    page.choose("cover", "keep")
    assert page.may
    assert "hold an option that goes" not in page.html
    page.publish()
    assert page.values("cover")[0] == "paper"
    (option,) = [one for one in workspace.store.model.entities["book"].fields["cover"].field.options if one.retired]  # type: ignore[attr-defined]
    assert option.key == "paper"


def test_a_type_shows_what_does_not_convert_and_keeps_it_beside(workspace: Workspace, browser: TestClient) -> None:
    page = Page(workspace, browser, NUMBER)
    assert "of 4 values convert" in page.html
    assert "<code" in page.html
    assert "many" in page.html
    assert not page.may
    page.choose("note", "refuse")
    assert "cannot be converted" in page.publish()
    page.choose("note", "beside")
    page.choose("note", "blank")
    assert "note_before" not in workspace.store.model.entities["book"].fields
    page.choose("note", "beside")
    page.publish()
    assert page.values("note_before") == ["12", "many", "1,000.50", "３"]
    assert page.values("note")[1] is None


def test_a_field_that_goes_may_stay_for_reading(workspace: Workspace, browser: TestClient) -> None:
    page = Page(workspace, browser, NO_NOTE)
    assert "<b>4</b> values go out of sight" in page.html
    export = re.findall(r'href="([^"]+/export[^"]+)"', page.html)[0]
    assert browser.get(export).headers["content-type"].startswith("application/vnd")
    page.choose("note", "keep")
    page.publish()
    field = workspace.store.model.entities["book"].fields["note"].field
    assert (field.read_only, page.values("note")[1]) == (True, "many")


def test_programs_that_read_it_are_named(workspace: Workspace, browser: TestClient) -> None:
    with workspace.writing(SYSTEM) as ctx:
        admin = people.by_login(ctx.connection, ctx.store, "admin")
        assert admin is not None
        secret, _ = tokens.create(ctx.connection, admin.id, "Web shop", workspace.clock())
        assert write(ctx, [Create("writer", {"name": "Lao She"})], Cause("test")).written
    for path in ("/api/v1/book?limit=1", "/api/v1/book?limit=2", "/api/v1/writer?limit=1"):
        assert browser.get(path, headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    page = Page(workspace, browser, NO_NOTE)
    assert "Web shop" in page.html
    assert "reads Book" in page.html
    assert "reads Writer" not in page.html
