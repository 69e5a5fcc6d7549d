"""Tokens, sessions and the history of sign-ins, as an administrator sees and ends them."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.access import sessions, tokens
from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, post, visitor


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workshop(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


@pytest.fixture
def admin(workshop: Workspace) -> Iterator[TestClient]:
    with visitor(workshop, "admin") as found:
        yield found


@pytest.fixture
def lu(workshop: Workspace) -> str:
    with workshop.writing(SYSTEM) as context:
        written = write(context, [Create("person", {"name": "Lu", "login": "lu", "roles": ["admin"]})], Cause("user"))
        return written.outcomes[0].id


def test_a_reading_token_reads_and_changes_nothing(workshop: Workspace, admin: TestClient, lu: str) -> None:
    page = post(admin, "/admin/tokens", name="Report", person=lu, reach="read", days="30").text
    secret = re.search(r'value="(dgt_[\w-]+)"', page)
    assert secret
    assert secret[1] not in admin.get("/admin/tokens").text, "shown once"
    head = {"Authorization": f"Bearer {secret[1]}"}
    with workshop.writing(SYSTEM) as context:
        repair = write(context, [Create("repair", {"name": "R"})], Cause("user")).outcomes[0].id
    assert admin.get("/api/v1/repair", headers=head).json()["data"][0]["name"] == "R"
    assert admin.post("/api/v1/repair", headers=head, json={"name": "X"}).status_code == 403
    changed = admin.patch(f"/api/v1/repair/{repair}", headers={**head, "If-Match": "1"}, json={"name": "X"})
    assert changed.status_code in (403, 404)
    assert admin.delete(f"/api/v1/repair/{repair}", headers=head).status_code in (403, 404)
    assert (
        admin.post("/api/v1/repair:bulk", headers=head, json={"ids": [repair], "set": {"name": "X"}}).status_code == 403
    )
    assert admin.get(f"/api/v1/repair/{repair}", headers=head).json()["data"]["name"] == "R"
    with workshop.engine.connect() as connection:
        token = tokens.list_of(connection, lu)[0]
    assert post(admin, f"/admin/tokens/{token.id}/revoke").status_code == 200
    assert admin.get("/api/v1/repair", headers=head).status_code == 401
    assert post(admin, f"/admin/tokens/{token.id}/revoke").status_code == 404


def test_one_makes_a_reading_token_of_ones_own(workshop: Workspace, admin: TestClient) -> None:
    page = post(admin, "/profile/token", name="Mine", reach="read", days="30").text
    secret = re.search(r"dgt_[\w-]{20,}", page)
    assert secret
    head = {"Authorization": f"Bearer {secret[0]}"}
    assert admin.get("/api/v1/repair", headers=head).status_code == 200
    assert admin.post("/api/v1/repair", headers=head, json={"name": "X"}).status_code == 403


def test_sessions_end_one_by_one_and_all_but_mine(workshop: Workspace, admin: TestClient, lu: str) -> None:
    with workshop.writer.begin() as connection:
        made = [sessions.begin(connection, lu, workshop.clock(), 14, "10.0.0.9", "Firefox/1 Linux") for _ in range(3)]
    page = admin.get("/admin/sign-in/sessions").text
    assert page.count("10.0.0.9") == 3
    assert post(admin, f"/admin/sign-in/sessions/{made[0][1].id}/end").status_code == 200
    with workshop.engine.connect() as connection:
        assert sessions.look_up(connection, made[0][0], workshop.clock()) is None
        assert sessions.look_up(connection, made[1][0], workshop.clock()) is not None
    assert post(admin, "/admin/sign-in/sessions/end-others").status_code == 200
    with workshop.engine.connect() as connection:
        assert sessions.list_of(connection, lu, workshop.clock()) == []
    assert admin.get("/profile").status_code == 200, "the browser that asked stays"


def test_the_history_of_sign_ins(workshop: Workspace, admin: TestClient) -> None:
    admin.get("/sign-in")
    with visitor(workshop, "admin") as other:
        post(other, "/sign-out")
        page = other.get("/sign-in").text
        for login in ("admin", "<b>nobody</b>"):
            other.post("/sign-in", data={"_csrf": csrf(page), "login": login, "password": "wrong wrong wrong"})
    page = admin.get("/admin/sign-in/sessions?failed=1").text
    assert "&lt;b&gt;nobody" in page
    assert page.count("testclient") >= 2
    assert admin.get("/admin/sign-in/sessions").text.count("<tr>") > page.count("<tr>")


def test_only_administrators(workshop: Workspace, admin: TestClient) -> None:
    with workshop.writing(SYSTEM) as context:
        write(context, [Create("person", {"name": "Wu", "login": "wu"})], Cause("user"))
    with visitor(workshop, "wu") as client:
        for path in ("/admin/tokens", "/admin/sign-in", "/admin/sign-in/sessions"):
            assert client.get(path).status_code == 403, path
        for path in ("/admin/tokens", "/admin/sign-in/second-factor", "/admin/sign-in/sessions/end-others"):
            assert post(client, path, required="everyone").status_code == 403, path
