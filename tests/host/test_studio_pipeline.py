"""The pipeline designer over HTTP: a gesture changes the draft alone, a move tried is not made, publishing makes gates work and
moves records out of a stage that goes, on either database."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.clock import Clock
from dougong.host.install.apps import install
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import base_of, csrf, visitors

ROLE = {
    "$schema": "dougong/role/1", "key": "mender", "label": {"zh-CN": "维修工", "en": "Mender"},
    "entities": {"repair": {"create": True, "read": "all", "update": "all"}, "specimen": {"create": True, "read": "all", "update": "all"}},
}  # fmt: skip
WATCHER = {
    "$schema": "dougong/role/1", "key": "watcher", "label": {"zh-CN": "旁观者", "en": "Watcher"},
    "entities": {"repair": {"read": "all"}},
}  # fmt: skip


def workshop(workspace: Workspace) -> None:
    """Repairs in both stages, and somebody who mends."""
    quiet = {
        "$schema": "dougong/menus/1",
        "areas": [],
    }  # the workshop's counts open ones: its formula would stand in the way
    install(workspace, bundle({"roles/mender.json": ROLE, "roles/watcher.json": WATCHER, "menus.json": quiet}))
    with workspace.writing(SYSTEM) as context:
        given = [
            Create("repair", {"name": f"泵 {n}", "stage": "mended" if n % 3 == 0 else "open"}) for n in range(1, 7)
        ]
        given += [
            Create("person", {"name": "林一", "login": "mender", "roles": ["mender"]}),
            Create("specimen", {"name": "样一"}),
        ]
        assert write(context, given, Cause("user")).written


class Designer:
    """An administrator at the designer, and the other people of the workspace."""

    def __init__(self, at: Callable[[str], TestClient], workspace: Workspace) -> None:
        self.at, self.client, self.workspace, self.base = at, at("admin"), workspace, base_of(workspace)
        self.token = csrf(self.client.get(f"{self.base}/profile").text)
        here = f"http://localhost{self.base}/studio/pipeline"
        self.headers = {"hx-request": "true", "hx-target": "main#work", "hx-current-url": here}

    def get(self, path: str) -> str:
        answer = self.client.get(f"{self.base}/studio/pipeline{path}")
        assert answer.status_code == 200, answer.text[:400]
        return str(answer.text)

    def post(self, path: str, **values: object) -> tuple[int, str]:
        data = {"_csrf": self.token, **values}
        answer = self.client.post(f"{self.base}/studio/pipeline{path}", data=data, headers=self.headers)
        said = json.loads(answer.headers.get("HX-Trigger", "{}")).get("toast", {}).get("text", "")
        return answer.status_code, said or answer.text

    def do(self, path: str, **values: object) -> str:
        status, page = self.post(path, **values)
        assert status == 200, (status, page[:400])
        return page

    def stages(self, entity: str = "repair") -> list[str]:
        return re.findall(r'class="pcol[^>]*data-stage="([^"]+)"', self.get(f"/{entity}"))

    def publish(self) -> None:
        page = self.client.get(f"{self.base}/studio/publish").text
        expected = re.search(r'name="expected" value="([^"]+)"', page)
        assert expected, page[:400]
        changes = re.findall(r'name="change" value="([^"]+)"', page)
        data = {"_csrf": self.token, "expected": expected[1], "change": changes}
        answer = self.client.post(f"{self.base}/studio/publish", data=data)
        assert answer.status_code == 303, (
            re.findall(r'class="ipro.*?</div>|role="alert".*?</', answer.text, re.DOTALL) or answer.text[-3000:]
        )

    def records(self, stage: str) -> list[str]:
        with self.workspace.writing(SYSTEM) as context:  # sees a release at once
            rows = find(context, Query("repair", ("id",), filter=f'stage = "{stage}"', sort=("name",))).rows
        return [str(one["id"]) for one in rows]


@pytest.fixture
def contents() -> Make:
    return workshop


@pytest.fixture
def at(workspace: Workspace, clock: Clock) -> Iterator[Designer]:
    with visitors(workspace, clock) as people:
        yield Designer(people, workspace)


@pytest.fixture
def office_at(office: Workspace) -> Iterator[Designer]:
    """On SQLite: for what no table is asked about."""
    with visitors(office) as people:
        yield Designer(people, office)


def test_a_pipeline_made_here_stops_who_works_with_it(at: Designer) -> None:
    assert at.post("", entity="specimen")[0] == 200
    stages = at.stages("specimen")
    assert stages == ["new", "under_way", "done", "called_off"]
    page = at.do("/specimen", do="add", value="open", after="under_way")
    key = at.stages("specimen")[2]
    assert f'data-at="{key}"' in page
    at.do("/specimen", do="rename", stage=key, value="Being looked at")
    assert at.stages("specimen")[2] == "being_looked_at"
    at.do("/specimen", do="ask", stage="being_looked_at", value="story")
    at.do("/specimen", do="set", stage="being_looked_at", name="asks.when", value="weight > 2")
    at.do("/specimen", do="set", stage="being_looked_at", name="asks.message.en", value="Weigh it first")
    at.do("/specimen", do="steps")
    assert at.workspace.store.model.entities["specimen"].pipeline is None, "nothing changes until it is published"
    at.publish()

    mender = at.at("mender")
    with at.workspace.writing(SYSTEM) as context:
        made = write(context, [Create("specimen", {"name": "样二", "stage": "under_way"})], Cause("user"))
        assert made.written
    record = f"{at.base}/specimen/{made.outcomes[0].id}"
    token = csrf(mender.get(record).text)
    refused = mender.post(f"{record}/stage/being_looked_at", data={"_csrf": token})
    assert refused.status_code == 422
    assert 'name="f.story"' in refused.text
    assert "Weigh it first" in refused.text
    assert mender.post(f"{record}/stage/done", data={"_csrf": token}).status_code == 422, "one step at a time"
    with at.workspace.writing(SYSTEM) as context:
        made = write(
            context, [Create("specimen", {"name": "样三", "stage": "under_way", "weight": "3"})], Cause("user")
        )
    record = f"{at.base}/specimen/{made.outcomes[0].id}"
    passed = mender.post(f"{record}/stage/being_looked_at", data={"_csrf": token, "f.story": "It hums"})
    assert passed.status_code == 303


def test_records_go_where_it_is_said_when_their_stage_goes(at: Designer) -> None:
    open_ones = at.records("open")
    at.do("/repair", do="add", value="open", after="")
    key = at.stages()[0]
    at.do("/repair", do="rename", stage=key, value="Waiting")
    status, said = at.post("/repair", do="remove", stage="open", after="mended")
    assert status == 204
    assert f"{len(open_ones)}" in said, "how many stand in it is told"
    assert "open" in at.stages()
    asked = at.client.get(f"{at.base}/studio/pipeline/repair/removal?stage=open", headers=at.headers).text
    assert 'value="waiting"' in asked
    at.do("/repair", do="remove", stage="open", after="mended", value="waiting")
    assert at.stages() == ["waiting", "mended"]
    assert at.records("open") == open_ones, "nothing moves until it is published"
    at.publish()
    assert at.records("waiting") == open_ones


def test_a_move_is_tried_as_it_would_be_met_and_nothing_is_kept(at: Designer) -> None:
    record = at.records("open")[0]
    home = f"/repair/try/{record}"
    status, page = at.post(f"{home}/-/stage/mended")
    assert status == 422
    assert 'name="f.cause"' in page, "the gate there is"
    at.do("/repair", do="ask_no_more", stage="mended", value="cause")
    at.do("/repair", do="add", value="open", after="open")
    at.do("/repair", do="ask", stage="stage_1", value="due")
    at.do("/repair", do="set", stage="stage_1", name="asks.when", value="amount > 5")
    status, page = at.post(f"{home}/-/stage/stage_1")
    assert status == 422
    assert 'name="f.due"' in page, "the gate of the draft"
    status, said = at.post(f"{home}/mender/stage/stage_1", **{"f.due": "2026-03-05", "f.amount": "6"})
    assert (status, "nothing is kept" in said or "没有保存" in said) == (204, True)
    status, page = at.post(f"{home}/watcher/stage/stage_1", **{"f.due": "2026-03-05", "f.amount": "6"})
    assert status == 422
    assert "may not change the stage" in page or "不能改阶段" in page
    assert record in at.records("open")
    path = at.get(f"/repair?record={record}&as=watcher")
    assert re.search(r'<span class="step now', path)
    assert f"{home}/watcher/stage/" not in path, "nothing to press for who may not"


def test_what_is_wrong_stands_at_its_stage_and_what_cannot_be_is_said(office_at: Designer) -> None:
    page = office_at.do("/repair", do="set", stage="mended", name="asks.when", value="amounts > 2")
    column = page.partition('id="ps-mended"')[2].partition('class="card ptry')[0]
    assert "amounts" in column.partition("fwrong")[2]
    assert "fwrong" not in page.partition('id="ps-open"')[2].partition('id="ps-mended"')[0]
    for values in (
        {"do": "set", "stage": "mended", "name": "means.probability", "value": "500"},
        {"do": "set", "stage": "mended", "name": "looks.label.en", "value": " "},
        {"do": "ask", "stage": "mended", "value": "total"},
        {"do": "move", "stage": "nothing", "after": ""},
    ):
        status, said = office_at.post("/repair", **values)
        assert (status, bool(said)) == (204, True), values
    assert office_at.post("/repair", do="dance")[0] == 404
    assert office_at.client.get(f"{office_at.base}/studio/pipeline/specimen").status_code == 404
    assert office_at.at("mender").get(f"{office_at.base}/studio/pipeline").status_code == 403


def test_labels_with_script_are_words_and_undo_brings_back(office_at: Designer) -> None:
    office_at.do("/repair", do="rename", stage="open", value="<script>alert(1)</script>")
    assert "<script>alert(1)" not in office_at.get("/repair")
    assert "<script>alert(1)" not in office_at.get("")
    back = {"_csrf": office_at.token, "back": f"{office_at.base}/studio/pipeline/repair"}
    assert office_at.client.post(f"{office_at.base}/studio/undo", data=back, headers=office_at.headers).status_code in (
        200,
        303,
    )
    assert "alert(1)" not in office_at.get("/repair")
    office_at.do("/repair", do="aside", stage="open", after="mended")
    assert office_at.stages() == ["mended"]
    assert 'data-back="open"' in office_at.get("/repair")
    office_at.do("/repair", do="back", stage="open", after="mended")
    assert office_at.stages() == ["mended", "open"]
    assert office_at.post("/repair", do="end")[0] == 200
    assert 'data-without="repair"' in office_at.get("")
