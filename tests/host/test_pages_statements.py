"""The number of SQL statements of a page does not grow with its rows."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from dougong.host.install import install, prepare
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.pages import visitor

FEW, MANY = 5, 45


@pytest.fixture
def workspace(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    prepare(found)
    install(found, bundle())
    yield found
    found.close()


def fill(workspace: Workspace, repair: str, count: int) -> None:
    """Specimens of one repair and child rows of it, each with links of its own."""
    with workspace.writing(SYSTEM) as context:
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
        written = write(context, [*made, *parts], Cause("user"))
        assert others.written
        assert written.written, written.problems


def statements(client: TestClient, path: str) -> int:
    """The least of three times: what is compiled is compiled by then, and looking for a new revision is not the page's."""
    assert client.get(path).status_code == 200, path
    return min(_counted(client, path) for _ in range(3))


def _counted(client: TestClient, path: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        client.get(path)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(seen)


def test_equal_counts_over_few_and_many(workspace: Workspace) -> None:
    with workspace.writing(SYSTEM) as context:
        repair = write(context, [Create("repair", {"name": "The one"})], Cause("user")).outcomes[0].id
    columns = "name,repair,about,keeper,owner,helpers,whole"
    pages = (
        f"/specimen?columns={columns}", f"/specimen?columns={columns}&group=keeper", f"/specimen?columns={columns}&group=repair",
        "/repair", "/repair?group=stage", f"/repair/{repair}", f"/repair/{repair}/edit", f"/repair/{repair}/history",
        "/specimen/pick/repair", "/repair/recycle",
    )  # fmt: skip
    with visitor(workspace, "admin") as client:
        fill(workspace, repair, FEW)
        few = {path: statements(client, path) for path in pages}
        fill(workspace, repair, MANY)
        many = {path: statements(client, path) for path in pages}
    assert many == few
    assert max(many.values()) <= 20, many
