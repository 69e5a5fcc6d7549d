"""Administration of people: invitations, resets, leaving with hand-over; on both databases where rows are moved."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.access import invitations, leaving, passwords, people, sessions, tokens
from dougong.host.install import install
from dougong.host.jobs import enqueue, run_pending
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.problem import ProblemsFound
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, made, post, visitor

GOOD = "four plain little words"


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


def stranger(workspace: Workspace) -> TestClient:
    settings = workspace.settings.model_copy(update={"allowed_hosts": ("localhost",), "rate_limit": 0})
    return TestClient(create_app(settings, work=False), base_url="http://localhost", follow_redirects=False)


def welcome_path(page: str) -> str:
    found = re.search(r"http://localhost(/welcome/[\w-]+)", page)
    assert found, page[:3000]
    return found[1]


def test_invited_joins_once_and_only_once(workshop: Workspace, admin: TestClient) -> None:
    answer = post(admin, "/admin/people/invite", name="Wu", email="Wu@a.example", days="1")
    assert answer.status_code == 200, answer.text
    path = welcome_path(answer.text)
    with stranger(workshop) as other:
        page = other.get(path)
        assert page.status_code == 200
        assert "Wu" in page.text
        weak = other.post(path, data={"_csrf": csrf(page.text), "password": "short", "again": "short", "name": "Wu"})
        assert weak.status_code == 422
        assert other.get(path).status_code == 200, "a refused password does not spend the link"
        data = {"_csrf": csrf(page.text), "password": GOOD, "again": GOOD, "name": "Wu Min"}
        assert other.post(path, data=data).status_code == 303
        assert other.get("/profile").status_code == 200
        assert other.get(path).status_code == 404
    with stranger(workshop) as third:
        page = third.get("/sign-in").text
        answer = third.post("/sign-in", data={"_csrf": csrf(page), "login": "wu@a.example", "password": GOOD})
        assert answer.status_code == 303
    assert "Wu Min" in admin.get("/admin/people").text


def test_an_invitation_needs_a_name_nobody_has(admin: TestClient) -> None:
    assert post(admin, "/admin/people/invite", name="X").status_code == 422
    answer = post(admin, "/admin/people/invite", name="X", login="admin")
    assert answer.status_code == 422
    assert "已有人用这个登录名" in answer.text or "already" in answer.text


def test_a_reset_ends_password_and_sessions(workshop: Workspace, admin: TestClient) -> None:
    person = made(workshop, "person", name="Lu", login="lu", roles=[])
    with workshop.writer.begin() as connection:
        passwords.put(connection, person, GOOD, workshop.clock())
        sessions.begin(connection, person, workshop.clock(), 14)
    first = welcome_path(post(admin, f"/admin/people/{person}/link").text)
    with workshop.engine.connect() as connection:
        assert passwords.hash_of(connection, person) is None
        assert sessions.list_of(connection, person, workshop.clock()) == []
    second = welcome_path(post(admin, f"/admin/people/{person}/link").text)
    with stranger(workshop) as other:
        assert other.get(first).status_code == 404, "only the newest link is good"
        assert other.get(second).status_code == 200


def test_nobody_else_administers(workshop: Workspace) -> None:
    made(workshop, "person", name="Lu", login="lu", roles=[])
    with visitor(workshop, "lu") as client:
        for path in ("/admin", "/admin/people", "/admin/people/invite"):
            assert client.get(path).status_code == 403, path
        assert client.post("/admin/people/invite", data={"_csrf": csrf(client.get("/profile").text)}).status_code == 403
        assert "/admin/people" not in client.get("/repair").text


def test_leaving_page_counts_and_leaving_hands_over(workshop: Workspace, admin: TestClient) -> None:
    lu = made(workshop, "person", name="Lu", login="lu", roles=[])
    wu = made(workshop, "person", name="Wu", login="wu", roles=[])
    report = made(workshop, "person", name="Min", manager=lu)
    unit = made(workshop, "department", name="Unit", head=lu)
    kept = [made(workshop, "repair", name=f"R {n}", owner=lu) for n in range(3)]
    with workshop.writer.begin() as connection:
        sessions.begin(connection, lu, workshop.clock(), 14)
        secret, _ = tokens.create(connection, lu, "t", workshop.clock())
    page = admin.get(f"/admin/people/{lu}/deactivate").text
    assert re.search(r"<b class=\"num\">3</b>", page)
    assert "Unit" in page
    assert post(admin, f"/admin/people/{lu}/deactivate").status_code == 422, "without a receiver nothing happens"
    assert post(admin, f"/admin/people/{lu}/deactivate", receiver=wu).status_code == 303
    with workshop.reading(SYSTEM) as context:
        rows = find(context, Query("repair", ("owner",), ids=tuple(kept))).rows
        assert {row["owner"] for row in rows} == {wu}
        folk = {str(r["id"]): r for r in find(context, Query("person", ("manager", "active"))).rows}
        assert folk[report]["manager"] == wu
        assert folk[lu]["active"] is False
        assert find(context, Query("department", ("head",), ids=(unit,))).rows[0]["head"] == wu
        assert sessions.list_of(context.connection, lu, context.now) == []
        assert tokens.look_up(context.connection, secret, context.now) is None


def test_the_last_administrator_stays(workshop: Workspace, admin: TestClient) -> None:
    with workshop.reading(SYSTEM) as context:
        me = people.by_login(context.connection, context.store, "admin")
    assert me is not None
    assert post(admin, f"/admin/people/{me.id}/deactivate", keep="1").status_code == 422
    assert post(admin, f"/admin/people/{me.id}/roles").status_code == 422
    assert admin.get("/admin/people").status_code == 200
    other = made(workshop, "person", name="Lu", login="lu", roles=["admin"])
    assert post(admin, f"/admin/people/{other}/roles", roles=[]).status_code == 200


@pytest.mark.database
def test_much_is_handed_over_by_a_job(workspace: Workspace) -> None:
    lu, wu = (made(workspace, "person", name=name, login=name, roles=["admin"]) for name in ("lu", "wu"))
    made(workspace, "person", name="report", manager=lu)
    for n in range(4):
        made(workspace, "repair", name=f"R {n}", owner=lu)
    with workspace.writing(SYSTEM) as context:
        assert leaving.belongings(context, lu).records == {"repair": 4}
        leaving.deactivate(context, lu)
        with pytest.raises(ProblemsFound):
            leaving.hand_over(context, lu, lu)
    enqueue(workspace, "hand_over", {"person": lu, "receiver": wu}, wu)
    assert run_pending(workspace) == 1
    with workspace.reading(SYSTEM) as context:
        left = leaving.belongings(context, lu)
        assert (left.count, left.reports, left.departments) == (0, (), ())


@pytest.mark.database
def test_links_end(workspace: Workspace) -> None:
    with workspace.writer.begin() as connection:
        person, now = str(made_id()), workspace.clock()
        secret, made_link = invitations.create(connection, person, "invite", now, 1, None)
        assert invitations.look_up(connection, secret, now) is not None
        assert invitations.look_up(connection, secret, made_link.expires_at) is None
        assert invitations.use(connection, made_link, now)
        assert not invitations.use(connection, made_link, now), "a second use finds nothing"
        assert invitations.look_up(connection, secret, now) is None


def made_id() -> str:
    from dougong.records.ids import new_id

    return new_id()
