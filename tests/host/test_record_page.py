"""The page of a record: what was done, said and planned about it, who is told, and who may see which of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host import notices
from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.web.pages import presence
from dougong.host.workspaces import Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.support.copies import Make
from tests.support.dock import dock
from tests.support.pages import base_of, csrf, visitor

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def furnished(workspace: Workspace) -> None:
    install(workspace, dock(), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(database: Database, clock: FixedClock) -> Iterator[Workspace]:
    found = open_workspace(database.settings, database.key, clock)
    yield found
    found.close()


def make(workspace: Workspace, entity: str, *rows: dict[str, Any]) -> list[str]:
    with workspace.writing(SYSTEM) as context:
        written = write(context, [Create(entity, row) for row in rows], Cause("user"))
        assert written.written, written.problems
    return [one.id for one in written.outcomes]


def rows(workspace: Workspace, entity: str, *fields: str) -> list[dict[str, Any]]:
    with workspace.reading(SYSTEM) as context:
        return [dict(row) for row in find(context, Query(entity, fields, sort=("created_at",))).rows]


def person(workspace: Workspace, login: str) -> str:
    return str(next(row["id"] for row in rows(workspace, "person", "login") if row["login"] == login))


def crew(workspace: Workspace) -> tuple[str, str]:
    """A crew member's id and his own ship."""
    (sailor,) = make(workspace, "person", {"name": "陈小满", "login": "chen", "roles": ["crew"], "active": True})
    (ship,) = make(workspace, "ship", {"name": "Heron", "owner": sailor})
    return sailor, ship


def post(client: TestClient, workspace: Workspace, path: str, **fields: Any) -> Any:
    token = csrf(client.get(f"{base_of(workspace)}/ship").text)
    data = {"_csrf": token, **fields}
    return client.post(base_of(workspace) + path, data=data, headers={"HX-Request": "true"})


def told_to(workspace: Workspace, who: str) -> list[str]:
    with workspace.engine.connect() as connection:
        return [one.kind for one in notices.listed(connection, who)]


def test_a_talk_is_logged_with_its_next_day_in_one_gesture(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    with visitor(workspace, "admin", workspace.clock) as client:
        words = "The mast creaks\nRigger comes on Friday"
        answer = post(client, workspace, f"/ship/{ship}/log", way="talk:visit", words=words, **{"f.talk~again": "+3"})
        assert answer.status_code == 200, answer.text
        page = client.get(f"{base_of(workspace)}/ship/{ship}").text
    (talk,) = rows(workspace, "talk", "subject", "kind", "words", "about", "again", "at")
    assert (talk["subject"], talk["kind"], talk["words"]) == ("The mast creaks", "visit", words)
    assert talk["about"] == {"entity": "ship", "id": ship}
    assert talk["at"] == workspace.clock()
    assert (talk["again"] - workspace.clock().astimezone().date()).days in (2, 3, 4)
    assert "Rigger comes on Friday" in page
    assert "登船" in page


def test_the_same_log_sent_twice_is_one(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    with visitor(workspace, "admin", workspace.clock) as client:
        page = client.get(f"{base_of(workspace)}/ship/{ship}").text
        given = re.search(r'id="composer".*?name="id" value="([^"]+)"', page, re.DOTALL)
        assert given
        for _ in range(2):
            post(client, workspace, f"/ship/{ship}/log", way="talk:radio", words="Over", id=given[1])
    assert len(rows(workspace, "talk")) == 1


def test_what_stands_in_the_way_keeps_the_words(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    with visitor(workspace, "admin", workspace.clock) as client:
        wrong = {"f.talk~again": "someday"}
        answer = post(client, workspace, f"/ship/{ship}/log", way="talk:radio", words="Half a sentence", **wrong)
        assert answer.status_code == 422
        assert "Half a sentence" in answer.text
        assert 'role="alert"' in answer.text
        assert post(client, workspace, f"/ship/{ship}/log", way="talk:radio", words=" ").status_code == 422
        assert post(client, workspace, f"/ship/{ship}/log", way="person", words="x").status_code == 422
    assert rows(workspace, "talk") == []


def test_the_stream_is_one_of_all_kinds_page_by_page(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    about = {"entity": "ship", "id": ship}
    begun = workspace.clock()
    talks = [{"subject": f"Talk {n:02}", "about": about, "at": begun - timedelta(hours=n)} for n in range(45)]
    make(workspace, "talk", *talks)
    make(workspace, "chore", {"subject": "Scrub", "about": about})
    with visitor(workspace, "admin", workspace.clock) as client:
        post(client, workspace, f"/ship/{ship}/log", way="comment", words="Who has the keys?")
        base, seen, pages = base_of(workspace), list[str](), 0
        path = f"{base}/ship/{ship}/stream"
        while path:
            found = client.get(path, headers={"HX-Request": "true"}).text
            seen += re.findall(r"Talk \d\d|Scrub|Who has the keys", found)
            more = re.search(r'class="btn sm earlier" href="([^"]+)"', found)
            path, pages = more[1].replace("&amp;", "&") if more else "", pages + 1
        assert sorted(set(seen)) == sorted({*(f"Talk {n:02}" for n in range(45)), "Scrub", "Who has the keys"})
        assert len(seen) == len(set(seen)), "nothing twice"
        assert [one for one in seen if one.startswith("Talk")] == [f"Talk {n:02}" for n in range(45)]
        assert pages == 3
        only = client.get(f"{base}/ship/{ship}/stream?only=comments", headers={"HX-Request": "true"}).text
        assert "Who has the keys" in only
        assert "Talk 00" not in only
        assert client.get(f"{base}/ship/{ship}/stream?behind=nonsense").status_code == 404


def test_the_one_named_and_those_who_follow_are_told(workspace: Workspace) -> None:
    sailor, ship = crew(workspace)
    admin = person(workspace, "admin")
    with visitor(workspace, "admin", workspace.clock) as client:
        offered = client.get(f"{base_of(workspace)}/ship/{ship}/mention?q=cxm").text
        assert "陈小满" in offered, "found by initials"
        post(client, workspace, f"/ship/{ship}/log", way="comment", words="@陈小满 please look")
        assert told_to(workspace, sailor) == ["mention"]
        assert told_to(workspace, admin) == [], "nobody is told of what they did"
    with visitor(workspace, "chen", workspace.clock) as client:
        page = client.get(f"{base_of(workspace)}/ship/{ship}").text
        assert '<span class="at">@陈小满</span>' in page
        post(client, workspace, f"/ship/{ship}/log", way="talk:radio", words="Looked")
    assert told_to(workspace, admin) == ["follow"], "who commented follows"
    with visitor(workspace, "admin", workspace.clock) as client:
        post(client, workspace, f"/ship/{ship}/follow/off")
        assert 'aria-pressed="false"' in client.get(f"{base_of(workspace)}/ship/{ship}").text


def test_a_comment_is_its_writers_own(workspace: Workspace) -> None:
    _sailor, ship = crew(workspace)
    with visitor(workspace, "admin", workspace.clock) as client:
        post(client, workspace, f"/ship/{ship}/log", way="comment", words="<b>Frist</b> draft")
        page = client.get(f"{base_of(workspace)}/ship/{ship}").text
        assert "&lt;b&gt;Frist" in page
        comment = re.search(r'id="c-([^"]+)"', page)
        assert comment
        path = f"/ship/{ship}/comment/{comment[1]}"
        assert "First draft" in post(client, workspace, path, words="First draft").text
    with visitor(workspace, "chen", workspace.clock) as client:
        assert "First draft" in client.get(f"{base_of(workspace)}/ship/{ship}").text
        assert post(client, workspace, path, words="Not mine").status_code == 403
        assert client.get(f"{base_of(workspace)}{path}?edit=1").status_code == 403
    with visitor(workspace, "admin", workspace.clock) as client:
        assert "First draft" not in post(client, workspace, path, do="delete").text
        assert post(client, workspace, path, words="Again").status_code == 403, "what is taken back stays back"


def test_who_may_not_see_the_record_sees_nothing_said_on_it(workspace: Workspace) -> None:
    crew(workspace)
    (other,) = make(workspace, "ship", {"name": "Secret"})
    with visitor(workspace, "admin", workspace.clock) as client:
        post(client, workspace, f"/ship/{other}/log", way="comment", words="Hush")
        page = client.get(f"{base_of(workspace)}/ship/{other}").text
        comment = re.search(r'id="c-([^"]+)"', page)
        assert comment
    with visitor(workspace, "chen", workspace.clock) as client:
        base = base_of(workspace)
        for path in ("", "/stream", "/stream?only=comments", "/mention?q=a", f"/comment/{comment[1]}", "/here"):
            answer = client.get(f"{base}/ship/{other}{path}")
            assert answer.status_code == 404, path
            assert "Hush" not in answer.text
        for path in ("/log", f"/comment/{comment[1]}", "/follow/on"):
            assert post(client, workspace, f"/ship/{other}{path}", way="comment", words="x").status_code == 404, path


def test_logs_a_viewer_may_not_read_stay_out_of_the_stream(workspace: Workspace) -> None:
    sailor, ship = crew(workspace)
    about = {"entity": "ship", "id": ship}
    make(workspace, "talk", {"subject": "Mine", "about": about, "owner": sailor}, {"subject": "Theirs", "about": about})
    make(workspace, "chore", {"subject": "Scrub", "about": about, "due": NOW.date()})
    with visitor(workspace, "chen", workspace.clock) as client:
        page = client.get(f"{base_of(workspace)}/ship/{ship}").text
    assert "Mine" in page
    assert "Theirs" not in page
    assert "Scrub" not in page
    assert 'value="chore"' not in page, "what may not be made is not offered"


def test_the_next_step_is_the_open_one_due_first(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    about, today = {"entity": "ship", "id": ship}, workspace.clock().date()
    later, sooner = make(
        workspace, "chore", {"subject": "Paint", "about": about, "due": today + timedelta(days=9)},
        {"subject": "Pump", "about": about, "due": today + timedelta(days=1)},
    )  # fmt: skip

    def step() -> str:
        page = client.get(f"{base_of(workspace)}/ship/{ship}").text
        found = re.search(r'<section class="card step-card".*?</section>', page, re.DOTALL)
        assert found
        return found[0]

    with visitor(workspace, "admin", workspace.clock) as client:
        assert "Pump" in step()
        post(client, workspace, f"/ship/{ship}/step/chore/{sooner}", do="done")
        assert "Paint" in step()
        post(client, workspace, f"/ship/{ship}/step/chore/{later}", **{"f.due": "+3"})
        post(client, workspace, f"/ship/{ship}/step/chore/{later}", do="done")
        assert "没有下一步" in step()
        assert post(client, workspace, f"/ship/{ship}/step/talk/{later}", do="done").status_code in (404, 422, 204)
    states = {row["subject"]: row["state"] for row in rows(workspace, "chore", "subject", "state")}
    assert states == {"Pump": "shut", "Paint": "shut"}


def test_presence_runs_out(workspace: Workspace) -> None:
    _sailor, ship = crew(workspace)
    admin, now = person(workspace, "admin"), workspace.clock()
    with workspace.writer.begin() as connection:
        presence.be_here(connection, admin, "ship", ship, now)
        presence.be_here(connection, admin, "ship", ship, now + timedelta(seconds=20))
        assert presence.here_now(connection, "ship", ship, now + timedelta(seconds=70)) == [admin]
        assert presence.here_now(connection, "ship", ship, now + timedelta(seconds=90)) == []
        presence.leave(connection, admin, "ship", ship)
        assert presence.here_now(connection, "ship", ship, now) == []


def test_a_related_record_is_made_in_place(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    with visitor(workspace, "admin", workspace.clock) as client:
        base = base_of(workspace)
        assert f"/cabin/quick?link=ship%3D{ship}" in client.get(f"{base}/ship/{ship}").text
        dialog = client.get(f"{base}/cabin/quick?link=ship%3D{ship}").text
        assert 'name="f.ship"' not in dialog, "the page says which"
        answer = post(client, workspace, "/cabin/quick", link=f"ship={ship}", **{"f.name": "Galley"})
        assert "reload-record" in answer.headers["HX-Trigger"]
        assert "Galley" in client.get(f"{base}/ship/{ship}").text


def test_without_scripts_the_page_still_logs(workspace: Workspace) -> None:
    (ship,) = make(workspace, "ship", {"name": "Heron"})
    with visitor(workspace, "admin", workspace.clock) as client:
        base = base_of(workspace)
        token = csrf(client.get(f"{base}/ship/{ship}").text)
        sent = {"_csrf": token, "way": "talk:radio", "words": "Plain form"}
        answer = client.post(f"{base}/ship/{ship}/log", data=sent)
        assert answer.status_code == 303
        assert "Plain form" in client.get(answer.headers["location"]).text
        assert client.get(f"{base}/ship/{ship}/history").text.startswith("<!doctype html>")
