"""The studio over HTTP: a draft nobody else sees, its consequence, publishing whole or in part, taking back, moving by file."""

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import bundle_from_files
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.browser.workshop import DOCUMENTS, _text, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, visitors

MENDER = {
    "$schema": "dougong/role/1", "key": "mender", "label": _text("维修工", "Mender"),
    "entities": {"repair": {"create": True, "read": "all", "update": "all"}, "part": {"read": "all"}},
}  # fmt: skip
REPAIRS = "workshop:bench:work:repairs"


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files(files_of({**DOCUMENTS, "roles/mender.json": MENDER})))
    person = {"name": "Wu", "login": "wu", "roles": ["mender"], "active": True}
    with workspace.writing(SYSTEM) as context:
        assert write(context, [Create("person", person)], Cause("install")).written


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workshop(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


class Studio:
    """Two browsers: somebody who designs, and somebody who works."""

    def __init__(self, designer: TestClient, worker: TestClient) -> None:
        self.designer, self.worker = designer, worker

    def page(self, path: str, language: str = "en") -> str:
        answer = self.designer.get(f"/studio{path}", headers={"Accept-Language": language})
        assert answer.status_code == 200, answer.text
        return answer.text

    def do(self, path: str, **values: object) -> str:
        token = csrf(self.page("/menu"))
        answer = self.designer.post(
            f"/studio{path}", data={"_csrf": token, **values}, headers={"HX-Request": "true", "Accept-Language": "en"}
        )
        return answer.text or answer.headers.get("HX-Trigger", "") + answer.headers.get("HX-Location", "")

    def menu(self) -> list[str]:
        """What the worker finds in the menu."""
        page = self.worker.get("/repair", headers={"Accept-Language": "en"}).text
        return re.findall(r'class="nav (?:area|grp|item)[^>]*>.*?<span class="ell">(.*?)</span>', page, re.DOTALL)

    def publish(self, **values: object) -> str:
        page = self.page("/publish")
        expected = re.findall(r'name="expected" value="(\d+)"', page)[0]
        every = re.findall(r'name="change" value="([\d,]+)"', page)
        return self.do("/publish", **{"expected": expected, "change": every, "note": "Menu", **values})


@pytest.fixture
def studio(workshop: Workspace) -> Iterator[Studio]:
    with visitors(workshop) as at:
        yield Studio(at("admin"), at("wu"))


def test_only_who_may_design_comes_in(studio: Studio) -> None:
    for path in ("", "/menu", "/publish", "/releases"):
        assert studio.worker.get(f"/studio{path}").status_code == 403
        studio.page(path)


def test_a_draft_changes_nothing_until_it_is_published_and_comes_back(studio: Studio) -> None:
    before = studio.menu()
    assert before == ["Bench", "Repairing", "Repairs"]
    studio.do("/menu", do="set", id=REPAIRS, name="label.en", value="Jobs")
    studio.do("/menu", do="add", parent="workshop:bench", after="workshop:bench:work", value="")
    studio.do("/menu", do="add", parent="workshop:bench:group", value="view:repair_all")
    assert "3 unpublished changes" not in studio.page("/menu")  # the new group brings its item: one change
    assert "2 unpublished changes" in studio.page("/menu")
    assert studio.menu() == before
    done = studio.publish()
    assert "/studio/releases/" in done
    assert studio.menu() == ["Bench", "Repairing", "Jobs", "New group", "Repairs"]
    number = re.findall(r"/releases/(\d+)", done)[0]
    assert "Jobs" in studio.page(f"/releases/{number}")
    studio.do(f"/releases/{number}/revert", whole="on")
    assert studio.menu() == before


def test_undo_and_redo_are_of_the_draft(studio: Studio) -> None:
    studio.do("/menu", do="set", id=REPAIRS, name="label.en", value="Jobs")
    studio.do("/undo", back="/studio/menu")
    assert "unpublished" not in studio.page("/menu")
    assert "Nothing to undo" in studio.do("/undo", back="/studio/menu")
    studio.do("/redo", back="/studio/menu")
    assert "1 unpublished change" in studio.page("/menu")
    assert "evil" not in studio.do("/undo", back="//evil.example/studio")


def test_what_has_no_place_is_refused_and_nothing_is_kept(studio: Studio) -> None:
    studio.do("/menu", do="add", parent="workshop:bench", after="workshop:bench:work", value="")
    said = studio.do("/menu", do="move", id="workshop:bench:work", parent="workshop:bench:group", after="")
    assert "fourth level" in said
    said = studio.do("/menu", do="move", id="workshop:bench:gone", parent="", after="")
    assert "not in the menu any more" in said
    assert "needs a name" in studio.do("/menu", do="set", id=REPAIRS, name="label.en", value="  ")
    assert "1 unpublished change" in studio.page("/menu")


def test_a_move_is_published_as_one_or_not_at_all(studio: Studio) -> None:
    studio.do("/menu", do="add", parent="workshop:bench", after="workshop:bench:work", value="")
    studio.do("/menu", do="set", id="workshop:bench:group", name="label.en", value="Archive")
    studio.publish()
    studio.do("/menu", do="move", id=REPAIRS, parent="workshop:bench:group", after="")
    page = studio.page("/publish")
    assert page.count('name="change"') == 1
    assert "Moved" in page
    studio.publish()
    assert studio.menu() == ["Bench", "Archive", "Repairs"]


def test_what_is_not_ticked_stays_in_the_draft(studio: Studio) -> None:
    studio.do("/menu", do="set", id=REPAIRS, name="label.en", value="Jobs")
    studio.do("/menu", do="set", id="workshop:bench", name="label.en", value="Desk")
    first, _ = re.findall(r'name="change" value="([\d,]+)"', studio.page("/publish"))
    studio.publish(change=[first])
    assert len({"Desk", "Jobs"} & set(studio.menu())) == 1
    assert "1 unpublished change" in studio.page("/menu")


def test_what_would_break_is_told_and_not_published(studio: Studio) -> None:
    studio.do("/menu", do="set", id=REPAIRS, name="badge", value="stage = = 3")
    page = studio.page("/publish")
    assert "Cannot be published yet" in page
    assert "disabled" in page
    studio.publish()
    assert studio.menu() == ["Bench", "Repairing", "Repairs"]
    assert "problem" in studio.page("/health")


def test_somebody_elses_release_in_between_is_looked_at_first(studio: Studio) -> None:
    studio.do("/menu", do="set", id=REPAIRS, name="label.en", value="Jobs")
    assert "look at the consequences again" in studio.publish(expected=1)
    assert "Repairs" in studio.menu()


def test_roles_and_targets_of_an_item(studio: Studio) -> None:
    studio.do("/menu", do="set", id=REPAIRS, name="role", value="admin=on")
    studio.publish()
    assert studio.menu() == []
    studio.do("/menu", do="set", id=REPAIRS, name="role", value="mender=on")
    studio.publish()
    assert studio.menu() == ["Bench", "Repairing", "Repairs"]


def test_a_release_goes_to_another_workspace_by_file(studio: Studio) -> None:
    studio.do("/menu", do="set", id=REPAIRS, name="label.en", value="Jobs")
    number = re.findall(r"/releases/(\d+)", studio.publish())[0]
    content = studio.designer.get(f"/studio/releases/{number}/file").content
    studio.do(f"/releases/{number}/revert", whole="on")
    token = csrf(studio.page("/menu"))
    answer = studio.designer.post("/studio/releases/file", data={"_csrf": token}, files={"file": ("r.json", content)})
    assert "Jobs" in answer.text
    assert "fits" in answer.text or "可以放入" in answer.text
    studio.do("/releases/take", content=content.decode(), change=["0"])
    studio.publish()
    assert "Jobs" in studio.menu()
    answer = studio.designer.post("/studio/releases/file", data={"_csrf": token}, files={"file": ("r.json", b"[]")})
    assert answer.status_code == 422
    assert json.loads(content)["$schema"] == "dougong/release/1"
