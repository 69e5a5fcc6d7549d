"""The number of SQL statements of a page does not grow with its rows, and is one for each of its parts."""

from unittest.mock import patch

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records import answers
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, visitor
from tests.support.yard import WIDGETS, yard

FEW, MANY = 5, 45
CUT_OFF = 2
"""What a page may ask more where a table does not show all there is: how many there are, and what stands on top."""
ADMIN = (
    "", "/people", "/departments", "/roles", "/tokens", "/audit", "/quality", "/work", "/sign-in", "/sign-in/sessions", "/settings",
)  # fmt: skip
TWICE = {"earned", "ring", "outlook", "hands", "pending"}
"""Tiles that ask a second time: for a goal of another entity, or for whom their reader has reminded."""
TILE = "/page/desk/tiles?key="


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())
    install(workspace, yard())


@pytest.fixture
def contents() -> Make:
    return furnished


def fill(office: Workspace, repair: str, count: int) -> None:
    """Specimens of one repair and child rows of it, each with links of its own."""
    with office.writing(SYSTEM) as context:
        admin = find(context, Query("person", ("id",))).rows[0]["id"]
        others = write(context, [Create("repair", {"name": f"R {n}"}) for n in range(count)], Cause("user"))
        made = [
            Create("specimen", {"name": f"S {n}", "repair": repair, "about": {"entity": "repair", "id": other.id}, "owner": admin,
                                "keeper": admin, "helpers": [admin], "whole": n})
            for n, other in enumerate(others.outcomes)
        ]  # fmt: skip
        parts = [
            Create("part", {"repair": repair, "name": f"P {n}", "quantity": n, "price": "1"}) for n in range(count)
        ]
        around = [
            one
            for n in range(count)
            for one in (
                Create("person", {"name": f"P {n} of {count}", "roles": ["foreman"], "active": True}),
                Create("department", {"name": f"D {n} of {count}"}),
                Create(
                    "job", {"name": f"J {n}", "state": "doing", "kind": "wood", "day": "2026-03-18", "owner": admin}
                ),
            )
        ]
        written = write(context, [*made, *parts, *around], Cause("user"))
        assert others.written
        assert written.written, written.problems


def statements(client: TestClient, path: str) -> int:
    """The least of three times: what is compiled is compiled by then, and looking for a new revision is not the page's."""
    assert client.get(path).status_code == 200, path
    return min(_counted(client, path) for _ in range(3))


def _counted(client: TestClient, path: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("EXPLAIN"):  # a plan is looked at once, when it is made
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with patch.object(answers, "state_of", lambda _: None):  # every answer worked out anew
            client.get(path)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(seen)


def test_no_more_statements_over_many_rows_than_over_few(office: Workspace) -> None:
    with office.writing(SYSTEM) as context:
        repair = write(context, [Create("repair", {"name": "The one"})], Cause("user")).outcomes[0].id
    columns = "name,repair,about,keeper,owner,helpers,whole"
    lists = ("", "&q=S", "&sort=repair", "&group=keeper", "&group=repair", "&as=kanban&group=keeper", "&as=gallery")
    pages = (
        *(f"/specimen?columns={columns}{more}" for more in lists), "/specimen/views/counts", "/repair", "/repair?group=stage",
        "/repair?as=kanban",
        "/repair?as=calendar", "/repair?as=timeline", f"/repair/{repair}", f"/repair/{repair}/edit", f"/repair/{repair}/history",
        "/repair/new", "/specimen/pick/repair", "/repair/recycle", "/search?q=S", "/palette?q=S", "/menu/counts", "/notices",
        "/notices/panel", "/favourites", "/profile", "/page/desk", "/page/desk/arrange",
        *(TILE + one["key"] for one in WIDGETS), *(f"/admin{one}" for one in ADMIN),
    )  # fmt: skip
    with visitor(office, "admin") as client:
        fill(office, repair, FEW)
        few = {path: statements(client, path) for path in pages}
        fill(office, repair, MANY)
        for n in range(3):
            kept = {"label": f"V {n}", "filter": f"whole > {n}"}
            assert (
                client.post("/specimen/views", data={"_csrf": csrf(client.get("/specimen").text), **kept}).status_code
                < 400
            )
        many = {path: statements(client, path) for path in pages}
    assert {path: (few[path], count) for path, count in many.items() if count > few[path] + CUT_OFF} == {}
    assert {path: many[path] for path in pages if many[path] > 20} == {}
    alone = many[f"{TILE}words"]  # who asks, and how they laid the page: this one asks nothing of records
    asked = {one["key"]: many[TILE + one["key"]] - alone for one in WIDGETS}
    assert asked == {one["key"]: 0 if one["key"] == "words" else 2 if one["key"] in TWICE else 1 for one in WIDGETS}
