"""Kept views: whose they are and who sees them."""

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

from tests.browser.workshop import DOCUMENTS, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, visitor

ROLES = {
    f"roles/{key}.json": {
        "$schema": "dougong/role/1", "key": key, "label": {"zh-CN": key, "en": key},
        "entities": {"repair": {"read": "all", "share": key == "keeper"}},
    }
    for key in ("keeper", "reader")
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files(files_of({**DOCUMENTS, **ROLES})))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    people = [
        Create("person", {"name": n, "login": n, "roles": [role], "active": True})
        for n, role in (("kim", "keeper"), ("rae", "reader"), ("sol", "reader"))
    ]
    with found.writing(SYSTEM) as context:
        assert write(context, people, Cause("user")).written
    yield found
    found.close()


def make(client: TestClient, **values: str) -> str:
    token = csrf(client.get("/repair").text)
    answer = client.post("/repair/views", data={"_csrf": token, "view": "repair_all", "label": "Mine", **values})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rpartition("=")[2])


def tabs(client: TestClient) -> str:
    return client.get("/repair?view=repair_all").text


def test_a_view_is_its_persons_until_it_is_shared(workspace: Workspace) -> None:
    with visitor(workspace, "kim") as kim:
        own, open_to_all, for_readers = (make(kim, shared=whom, label=f"View {whom}") for whom in ("", "*", "reader"))
        assert all(f'data-view="{key}"' in tabs(kim) for key in (own, open_to_all, for_readers))
    with visitor(workspace, "rae") as rae:
        page = tabs(rae)
        assert [f'data-view="{key}"' in page for key in (own, open_to_all, for_readers)] == [False, True, True]
        token = csrf(page)
        for path in (open_to_all, f"{open_to_all}/delete"):
            assert rae.post(f"/repair/views/{path}", data={"_csrf": token, "label": "X"}).status_code == 404
        assert "共享" not in rae.get("/repair/views/new").text.partition("<dialog")[0].partition("partbox")[2]
        theirs = make(rae, shared="*")
    with visitor(workspace, "sol") as sol:
        assert f'data-view="{theirs}"' not in tabs(sol), "who may not share keeps views to themselves"


def test_a_kept_view_survives_what_it_names_going_away(workspace: Workspace) -> None:
    with visitor(workspace, "kim") as kim:
        key = make(kim, filter="gone > 3", sort="-gone", columns="name,gone,amount", group="gone")
        page = kim.get(f"/repair?view={key}")
        assert page.status_code == 200
        assert "gone" in page.text
        assert kim.get("/repair/views/counts").status_code == 200


def test_the_order_of_tabs_is_each_persons(workspace: Workspace) -> None:
    with visitor(workspace, "kim") as kim:
        key = make(kim, shared="*", first="1")
        assert f'class="tab on" href="/repair?view={key}"' in kim.get("/repair").text
    with visitor(workspace, "rae") as rae:
        assert 'class="tab on" href="/repair?view=repair_all"' in rae.get("/repair").text
