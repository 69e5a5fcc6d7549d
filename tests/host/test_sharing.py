"""Sharing a record by hand, in the dialog and through the API: who may, with whom, until when, who is told, and taking back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host import notices
from dougong.host.access import tokens
from dougong.host.jobs.telling import tell_of_changes
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.share import shares
from dougong.records.values import Query

from tests.support.copies import Make
from tests.support.pages import base_of, csrf, visitor
from tests.support.slip import NOW, furnished, make


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


class Slip:
    """Ada owns the boat and may share; Gil and Otto are guests, Otto in the yard."""

    def __init__(self, workspace: Workspace) -> None:
        (self.yard,) = make(workspace, "department", {"name": "船厂"})
        self.ada, self.gil, self.otto = make(
            workspace, "person",
            {"name": "Ada", "login": "ada", "roles": ["owner"], "active": True},
            {"name": "林知夏", "login": "gil", "roles": ["guest"], "active": True},
            {"name": "孟祥林", "login": "otto", "roles": ["guest"], "department": self.yard, "active": True},
        )  # fmt: skip
        self.boat, self.other = make(
            workspace, "boat", {"name": "Heron", "owner": self.ada}, {"name": "Tern", "owner": self.otto}
        )


@pytest.fixture
def there(workspace: Workspace) -> Slip:
    return Slip(workspace)


def post(client: TestClient, workspace: Workspace, path: str, **fields: str) -> Any:
    base = base_of(workspace)
    data = {"_csrf": csrf(client.get(f"{base}/boat").text), **fields}
    return client.post(base + path, data=data, headers={"HX-Request": "true"})


def sees(workspace: Workspace, login: str, boat: str) -> bool:
    with visitor(workspace, login, workspace.clock) as client:
        return bool(client.get(f"{base_of(workspace)}/boat/{boat}").status_code == 200)


def api(workspace: Workspace, person: str) -> dict[str, str]:
    with workspace.writer.begin() as connection:
        return {"Authorization": f"Bearer {tokens.create(connection, person, '', workspace.clock())[0]}"}


def test_the_dialog_offers_who_begins_so_first_shares_tells_and_takes_back(workspace: Workspace, there: Slip) -> None:
    assert not sees(workspace, "gil", there.boat)
    with visitor(workspace, "ada", workspace.clock) as client:
        base = base_of(workspace)
        assert f"/boat/{there.boat}/share" in client.get(f"{base}/boat/{there.boat}").text
        offered = client.get(f"{base}/boat/{there.boat}/share/who?q=lin").text
        assert 0 < offered.index("林知夏") < offered.index("孟祥林")
        named = client.get(f"{base}/boat/{there.boat}/mention?q=lin").text
        assert 0 < named.index("林知夏") < named.index("孟祥林"), "as in a comment"
        assert f"department:{there.yard}" in client.get(f"{base}/boat/{there.boat}/share/who?q=船厂").text
        given = post(client, workspace, f"/boat/{there.boat}/share", **{"with": f"person:{there.gil}", "level": "edit"})
        assert given.status_code == 200
        assert "林知夏" in given.text.partition("shares")[2]
        assert "共享给</span>" not in given.text
        assert "共享给 林知夏" in client.get(f"{base}/boat/{there.boat}").text, "the stream tells of it"
    tell_of_changes(workspace)
    with workspace.engine.connect() as connection:
        assert [one.kind for one in notices.listed(connection, there.gil)] == ["share"]
    with visitor(workspace, "gil", workspace.clock) as client:
        page = client.get(f"{base_of(workspace)}/boat/{there.boat}").text
        assert "/edit" in page
        assert "/share" not in page, "who may change it may not share it"
    with visitor(workspace, "ada", workspace.clock) as client:
        with workspace.reading(SYSTEM) as context:
            (one,) = shares(context, "boat", there.boat)
        assert post(client, workspace, f"/boat/{there.boat}/share/{one.id}/back").status_code == 200
    assert not sees(workspace, "gil", there.boat)


def test_a_share_until_a_day_ends_with_that_day(workspace: Workspace, there: Slip) -> None:
    with visitor(workspace, "ada", workspace.clock) as client:
        late = {"with": f"person:{there.gil}", "until": "2026-10-01"}
        assert post(client, workspace, f"/boat/{there.boat}/share", **late).status_code == 422
        wrong = {"with": f"person:{there.gil}", "until": "some day"}
        assert "日期" in post(client, workspace, f"/boat/{there.boat}/share", **wrong).text
        good = {"with": f"department:{there.yard}", "until": "2026-11-04"}
        assert post(client, workspace, f"/boat/{there.boat}/share", **good).status_code == 200
    assert sees(workspace, "otto", there.boat)
    clock = workspace.clock
    assert isinstance(clock, FixedClock)
    clock.at = datetime(2026, 11, 4, 15, 59, tzinfo=UTC)  # 23:59 where they are
    assert sees(workspace, "otto", there.boat)
    clock.at += timedelta(minutes=2)
    assert not sees(workspace, "otto", there.boat)


def test_who_may_not_share_is_refused_everywhere(workspace: Workspace, there: Slip) -> None:
    with visitor(workspace, "otto", workspace.clock) as client:
        base = base_of(workspace)
        assert client.get(f"{base}/boat/{there.other}/share").status_code == 403
        assert client.get(f"{base}/boat/{there.other}/share/who?q=a").status_code == 403
        assert (
            post(client, workspace, f"/boat/{there.other}/share", **{"with": f"person:{there.gil}"}).status_code == 403
        )
        head = api(workspace, there.otto)
        body = {"person": there.gil, "level": "read"}
        assert client.post(f"{base}/api/v1/boat/{there.other}/shares", json=body, headers=head).status_code == 403
        assert client.get(f"{base}/api/v1/boat/{there.boat}/shares", headers=head).status_code == 404
    with visitor(workspace, "ada", workspace.clock) as client:  # may share, but not a record out of her sight
        assert (
            post(client, workspace, f"/boat/{there.other}/share", **{"with": f"person:{there.gil}"}).status_code == 404
        )
    assert not sees(workspace, "gil", there.other)


def test_the_api_shares_lists_and_takes_back(workspace: Workspace, there: Slip) -> None:
    with visitor(workspace, "ada", workspace.clock) as client:
        base, head = base_of(workspace), api(workspace, there.ada)
        where = f"{base}/api/v1/boat/{there.boat}/shares"
        made = client.post(
            where, json={"role": "guest", "level": "edit", "until": "2026-11-09T00:00:00Z"}, headers=head
        )
        assert made.status_code == 201, made.text
        assert made.json()["data"]["role"] == {"id": "guest", "title": "客人"}
        again = client.post(where, json={"role": "guest", "level": "read"}, headers=head).json()["data"]
        listed = client.get(where, headers=head).json()["data"]
        assert [(one["id"], one["level"], one["until"]) for one in listed] == [(again["id"], "read", None)]
        assert sees(workspace, "gil", there.boat)
        for body, status in (
            ({"level": "read"}, 400), ({"person": there.gil, "role": "guest"}, 400), ({"person": "nobody"}, 422),
            ({"person": there.gil, "level": "own"}, 422), ({"person": there.gil, "until": "2026"}, 400),
            ({"person": there.gil, "until": "2020-01-01T00:00:00Z"}, 422),
        ):  # fmt: skip
            answer = client.post(where, json=body, headers=head)
            assert answer.status_code == status, (body, answer.text)
            assert answer.json()["errors"][0]["message"]
        assert client.delete(f"{base}/api/v1/boat/{there.other}/shares/{again['id']}", headers=head).status_code == 404
        assert client.delete(f"{where}/{again['id']}", headers=head).status_code == 204
        assert client.delete(f"{where}/{again['id']}", headers=head).status_code == 404
        paths = client.get(f"{base}/api/openapi.json", headers=head).json()["paths"]
        assert set(paths["/api/v1/boat/{record}/shares"]) == {"get", "post"}
        assert "/api/v1/person/{record}/shares" not in paths
    assert not sees(workspace, "gil", there.boat)


def test_nothing_is_left_of_a_share_that_was_refused(workspace: Workspace, there: Slip) -> None:
    with visitor(workspace, "ada", workspace.clock) as client:
        assert post(client, workspace, f"/boat/{there.boat}/share", **{"with": "person:nobody"}).status_code == 422
        assert "请选择" in post(client, workspace, f"/boat/{there.boat}/share").text
    with workspace.reading(SYSTEM) as context:
        assert shares(context, "boat", there.boat) == []
        assert len(find(context, Query("boat", ("id",))).rows) == 2
