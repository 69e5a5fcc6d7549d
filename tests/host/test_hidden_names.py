"""What a field is called that somebody may not see, and what only its mask may be seen of, told by no surface of lists."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.store.tables import saved_view
from dougong.host.workspaces import Workspace
from dougong.records.ids import new_id

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import made, visitor

HIDDEN = ("least", "底价", "Least price")
VIEW = {
    "$schema": "dougong/view/1", "key": "cheap", "entity": "material", "label": {"zh-CN": "便宜", "en": "Cheap"},
    "columns": ["name", "price", "least"], "filter": "least < 500", "sort": ["-least"], "group": "code",
    "colours": [{"when": "price > 3", "colour": "red", "field": "least"}, {"when": "least > 1", "colour": "red"}],
}  # fmt: skip
OTHER = {**VIEW, "key": "cheaper", "label": {"zh-CN": "便宜的", "en": "Cheaper"}, "filter": 'name <> "x"'}
ROLE = {
    "$schema": "dougong/role/1", "key": "mason", "label": {"zh-CN": "泥瓦匠", "en": "Mason"},
    "entities": {"material": {"read": "all", "update": "all", "fields": {"least": "hidden", "price": "masked", "code": "masked"}}},
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"roles/mason.json": ROLE, "views/cheap.json": VIEW, "views/cheaper.json": OTHER}))
    made(workspace, "person", name="Mason", login="mason", active=True, roles=["mason"])
    for name, price, least in (("Stone", "5", "4"), ("Wood", "2", "1")):
        made(workspace, "material", name=name, price=price, least=least, code=name)
    with workspace.writer.begin() as connection:
        values = {"filter": "least < 300", "sort": ["least"], "columns": ["name", "least"]}
        connection.execute(
            saved_view.insert().values(
                id=new_id(), entity="material", person=new_id(), label="Shared", base="cheap", settings=values, shared=["*"],
                position=1, updated_at=workspace.clock(),
            )
        )  # fmt: skip


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def client(office: Workspace) -> Iterator[TestClient]:
    with visitor(office, "mason") as found:
        yield found


ASKED = [
    "", "?view=cheap", "?view=cheaper", "?view=cheaper&as=kanban", "?view=cheap&as=calendar", "?filter=leastt+%3E+1",
    "?filter=Least+pric+%3E+1",
    f"?filter={quote('底价格 > 1')}", "?sort=leas", "?group=leas", "/filter?field=name", "/views/new?view=cheap",
    "/rows?view=cheap&page=1", "/views/counts", "/bulk?action=edit&id=x", "/export?view=cheap",
]  # fmt: skip


def test_a_hidden_field_is_named_nowhere(client: TestClient) -> None:
    for path in ASKED:
        page = client.get(f"/material{path}", headers={"HX-Request": "true"} if path.startswith("/") else {}).text
        for typed in (path.partition("=")[2], "leastt", "底价格", "Least pric ", "at least"):
            page = page.replace(typed, "")
        assert not [word for word in HIDDEN if word in page], path
    tabs = client.get("/material").text
    assert "Shared" not in tabs and "便宜<" not in tabs, (
        "whose filter asks for what one may not see is no view of theirs"
    )
    assert "便宜的" in tabs


def test_a_masked_field_is_seen_and_never_asked(client: TestClient) -> None:
    page = client.get("/material").text
    assert (
        "单价" in page
        and 'data-add-filter="price"' not in page
        and "sort=price" not in page
        and "group=code" not in page
    )
    assert client.get("/material/filter?field=price", headers={"HX-Request": "true"}).status_code == 404
    for question in ("filter=price+%3E+3", "sort=price", "group=code", "filter=NOT+ISBLANK(code)"):
        page = client.get(f"/material?{question}").text
        assert "Stone" not in page and "Wood" not in page, question
    for question in ("filter=price%20%3E%203", "sort=-price"):
        assert client.get(f"/api/v1/material?{question}").status_code >= 400
