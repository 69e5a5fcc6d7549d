"""The same mistake is refused in the same words by a form, a cell, the API and an import."""

import pytest
from starlette.testclient import TestClient

from dougong.host.imports import service
from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records.rights import SYSTEM

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, made

MISTAKES = [
    ("specimen", "name", ""), ("specimen", "price", "abc"), ("specimen", "day", "someday"), ("specimen", "mail", "not a mail"),
    ("specimen", "stars", "9"), ("material", "code", "taken"), ("estimate", "until", "2020-01-01"),
]  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.mark.parametrize(("entity", "key", "wrong"), MISTAKES, ids=[key for _, key, _ in MISTAKES])
def test_four_ways_in_one_refusal(office: Workspace, client: TestClient, entity: str, key: str, wrong: str) -> None:
    made(office, "material", name="First", code="taken")
    there = made(office, entity, name="Here")
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
    batch = service.upload(office, SYSTEM, entity, content, "file.csv")
    rows = str(service.check(office, SYSTEM, batch.batch, batch.plan.model_copy(update={"match": ()})))
    escaped = words.replace("&", "&amp;").replace('"', "&#34;")
    assert [escaped in form, escaped in cell, words in rows] == [True, True, True], (words, rows[:400])
