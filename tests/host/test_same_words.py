"""The same mistake is refused in the same words by a form, a cell, the API and an import."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.imports import service
from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import bundle_from_files
from dougong.records.rights import SYSTEM

from tests.browser.estimates import ESTIMATES
from tests.browser.workshop import DOCUMENTS, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, made, visitor

MISTAKES = [
    ("specimen", "name", ""), ("specimen", "price", "abc"), ("specimen", "day", "someday"), ("specimen", "mail", "not a mail"),
    ("specimen", "stars", "9"), ("material", "code", "taken"), ("estimate", "until", "2020-01-01"),
]  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files(files_of({**DOCUMENTS, **ESTIMATES})))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with visitor(workspace, "admin") as found:
        yield found


@pytest.mark.parametrize(("entity", "key", "wrong"), MISTAKES, ids=[key for _, key, _ in MISTAKES])
def test_four_ways_in_one_refusal(workspace: Workspace, client: TestClient, entity: str, key: str, wrong: str) -> None:
    made(workspace, "material", name="First", code="taken")
    there = made(workspace, entity, name="Here")
    page = client.get(f"/{entity}/new").text
    head = {"X-CSRF-Token": csrf(page)}
    good = {"name": "Other"}
    told = client.post(
        f"/api/v1/{entity}", json={**good, key: wrong}, headers={**head, "Accept-Language": "zh-CN"}
    ).json()
    [words] = [one["message"] for one in told["errors"]]
    alive = {**head, "HX-Request": "true"}
    sent = {f"f.{name}": text for name, text in {**good, key: wrong}.items()}
    form = client.post(f"/{entity}/save", data={"use": "create", "id": there[:-4] + "0000", **sent}, headers=alive).text
    cell = client.post(f"/{entity}/{there}/field/{key}", data={f"f.{key}": wrong, "place": "list"}, headers=alive).text
    row = {"owner": "管理员", **good, key: wrong}  # an owner, so that a row without a name is not a blank line
    content = f"{','.join(row)}\n{','.join(row.values())}\n".encode()
    batch = service.upload(workspace, SYSTEM, entity, content, "file.csv")
    rows = str(service.check(workspace, SYSTEM, batch.batch, batch.plan.model_copy(update={"match": ()})))
    escaped = words.replace("&", "&amp;").replace('"', "&#34;")
    assert [escaped in form, escaped in cell, words in rows] == [True, True, True], (words, rows[:400])
