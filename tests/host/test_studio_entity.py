"""The object designer over HTTP: a gesture changes the draft alone, publishing makes it work on either database."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.clock import Clock
from dougong.host.install.apps import install
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.support.pages import base_of, csrf, visitor

ALIVE = {"hx-request": "true", "hx-target": "main#work", "hx-current-url": "http://localhost/studio/entity"}


class Designer:
    """An administrator at the designer of a workspace."""

    def __init__(self, client: TestClient, workspace: Workspace) -> None:
        self.client, self.workspace, self.base = client, workspace, base_of(workspace)
        self.token = csrf(client.get(f"{self.base}/profile").text)
        self.headers = ALIVE | {"hx-current-url": f"http://localhost{self.base}/studio/entity"}

    def get(self, path: str) -> str:
        answer = self.client.get(f"{self.base}/studio/entity{path}")
        assert answer.status_code == 200, answer.text[:400]
        return str(answer.text)

    def post(self, path: str, **values: object) -> tuple[int, str]:
        data = {"_csrf": self.token, **values}
        answer = self.client.post(f"{self.base}/studio/entity{path}", data=data, headers=self.headers)
        return answer.status_code, answer.text or answer.headers.get("HX-Trigger", "")

    def keys(self, entity: str) -> list[str]:
        return re.findall(r'class="frow[^>]*data-key="([^"]+)"', self.get("/lighthouse"))

    def publish(self) -> None:
        page = self.client.get(f"{self.base}/studio/publish").text
        expected = re.search(r'name="expected" value="(\d+)"', page)
        assert expected
        changes = re.findall(r'name="change" value="([^"]+)"', page)
        data = {"_csrf": self.token, "expected": expected[1], "change": changes}
        answer = self.client.post(f"{self.base}/studio/publish", data=data)
        assert answer.status_code == 303, answer.text[:600]


@pytest.fixture
def office_at(office: Workspace, client: TestClient) -> Designer:
    """On SQLite, with an object `lighthouse` in the draft: for what no table is asked about."""
    found = Designer(client, office)
    assert found.post("", zh="灯塔", en="Lighthouse", icon="flag", group="")[0] == 200
    return found


@pytest.fixture
def at(workspace: Workspace, clock: Clock) -> Iterator[Designer]:
    with visitor(workspace, "admin", clock) as client:
        yield Designer(client, workspace)


def test_a_new_object_works_when_it_is_published(at: Designer) -> None:
    status, _ = at.post("", zh="灯塔", en="Lighthouse", icon="flag", group="", role="member")
    assert status == 200
    assert "Lighthouse" in at.get("") or "灯塔" in at.get("")
    for type_key in ("date", "money", "choice", "auto_number", "lines", "person", "computed", "long_text"):
        status, page = at.post("/lighthouse", do="add", value=type_key, after="name")
        assert status == 200, page[:300]
    assert at.keys("lighthouse")[0] == "name"
    assert len(at.keys("lighthouse")) == 9
    assert "lighthouse" not in at.workspace.store.model.entities, "nothing changes until it is published"
    at.publish()
    with at.workspace.writing(SYSTEM) as context:
        values = {"name": "北角", "money": "12.50", "choice": "option_1", "date": "2026-03-05"}
        written = write(context, [Create("lighthouse", values)], Cause("user"))
        assert written.written, written.problems
    listed = at.client.get(f"{at.base}/lighthouse")
    assert "北角" in listed.text
    assert "12.50" in at.get("/lighthouse"), "the sample value of the record changed last"


def test_gestures_answer_with_the_designer_as_it_is_then(office_at: Designer) -> None:
    office_at.post("/lighthouse", do="add", value="date", after="name")
    before = office_at.keys("lighthouse")
    _, page = office_at.post("/lighthouse", do="add", value="rating", after=before[0])
    assert 'data-at="rating' in page
    key = office_at.keys("lighthouse")[1]
    assert office_at.post("/lighthouse", do="move", field=key, after=before[1])[0] == 200
    assert office_at.keys("lighthouse") == [before[0], before[1], key, *before[2:]]
    assert office_at.post("/lighthouse", do="set", field=key, name="max", value="7")[0] == 200
    assert 'value="7"' in office_at.get(f"/lighthouse?at={key}")
    assert office_at.post("/lighthouse", do="copy", field=key, at=key)[0] == 200
    assert office_at.keys("lighthouse")[3] == f"{key}_copy"
    assert office_at.post("/lighthouse", do="remove", field=key, after=before[1])[0] == 200
    assert key not in office_at.keys("lighthouse")
    assert office_at.keys("lighthouse")[:2] == before[:2]


def test_what_cannot_be_is_said_in_words(office_at: Designer) -> None:
    status, said = office_at.post("/lighthouse", do="remove", field="name")
    assert status == 204
    assert "toast" in said
    assert "name" in office_at.keys("lighthouse")
    status, said = office_at.post("/lighthouse", do="set", field="name", name="max_length", value="long")
    assert status == 204
    assert office_at.post("/nothing_here", do="add", value="text")[0] == 204
    assert office_at.client.get(f"{office_at.base}/studio/entity/nothing_here").status_code == 404
    assert office_at.post("/lighthouse", do="dance")[0] == 404


def test_labels_with_script_are_words(office_at: Designer) -> None:
    office_at.post("", zh="<script>alert(1)</script>", en="<b>bold</b>", icon="flag", group="")
    page = office_at.get("")
    assert "<script>alert" not in page
    assert "<b>bold" not in page


def test_no_package_may_be_called_what_the_workspace_adds(office: Workspace) -> None:
    app = {"$schema": "dougong/app/1", "key": "own", "version": "1.0.0", "label": {"zh-CN": "甲", "en": "A"}}
    with pytest.raises(ProblemsFound, match="the workspace itself"):
        install(office, Bundle("own", (Document("own", "app", "app.json", app),)))
