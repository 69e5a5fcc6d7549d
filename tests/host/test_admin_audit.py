"""The audit on its page: what is found, what an auditor sees, the file, the chain; background work beside it."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from dougong.host.access import passwords, people
from dougong.host.install import install
from dougong.host.jobs import run_pending
from dougong.host.jobs.sealing import seal_history
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.system_tables import history
from dougong.records.values import Create, Delete, Update
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import post, visitor


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workshop(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    with found.writing(SYSTEM) as context:
        people_made = [
            Create("person", {"name": name, "login": name, "roles": roles}) for name, roles in PEOPLE.items()
        ]
        assert write(context, people_made, Cause("user")).written
    yield found
    found.close()


PEOPLE = {"auditor": ["auditor"], "clerk": []}


@pytest.fixture
def repair(workshop: Workspace) -> str:
    with workshop.writing(SYSTEM) as context:
        found = (
            write(context, [Create("repair", {"name": "=cmd()", "amount": "5"})], Cause("import", ref="i"))
            .outcomes[0]
            .id
        )
        write(context, [Update("repair", found, {"amount": "7", "cause": "<b>worn</b>"})], Cause("user"))
        gone = write(context, [Create("repair", {"name": "Gone"})], Cause("user")).outcomes[0].id
        write(context, [Delete("repair", gone)], Cause("user"))
    return found


@pytest.fixture
def admin(workshop: Workspace) -> Iterator[TestClient]:
    with visitor(workshop, "admin") as found:
        yield found


def rows(page: str) -> int:
    return page.count('class="first')


def test_found_by_what_is_asked(workshop: Workspace, repair: str, admin: TestClient) -> None:
    page = admin.get("/admin/audit").text
    assert "=cmd()" in page
    assert "<b>worn</b>" not in page
    assert "&lt;b&gt;worn" in page
    assert rows(admin.get("/admin/audit?entity=repair").text) == 4
    assert rows(admin.get(f"/admin/audit?record={repair}").text) == 2
    assert rows(admin.get("/admin/audit?entity=repair&action=deleted").text) == 1
    assert rows(admin.get("/admin/audit?entity=repair&field=cause&action=updated").text) == 1
    assert rows(admin.get("/admin/audit?entity=repair&cause=import").text) == 1
    today = workshop.clock().date()
    assert rows(admin.get(f"/admin/audit?entity=repair&since={today - timedelta(days=1)}").text) == 4
    assert rows(admin.get(f"/admin/audit?entity=repair&until={today - timedelta(days=2)}").text) == 0
    assert admin.get("/admin/audit?since=nonsense&before=x&entity=nothing&field=%22").status_code == 200


def test_an_auditor_sees_and_changes_nothing(workshop: Workspace, repair: str) -> None:
    with visitor(workshop, "auditor") as client:
        page = client.get("/admin/audit?entity=repair")
        assert rows(page.text) == 4
        assert '/admin/audit"' in page.text
        assert "/admin/people" not in page.text
        assert client.get("/admin/people").status_code == 403
        assert client.get("/admin/work").status_code == 403
        assert client.get("/repair/new").status_code in (403, 404)
        assert client.get(f"/repair/{repair}").status_code == 200
    with visitor(workshop, "clerk") as client:
        assert client.get("/admin/audit").status_code == 403


def test_access_is_told_in_words(workshop: Workspace, admin: TestClient) -> None:
    with workshop.writer.begin() as connection:
        clerk = people.by_login(connection, workshop.store, "clerk")
        assert clerk is not None
        passwords.put(connection, clerk.id, "four plain little words", workshop.clock())
    assert post(admin, f"/admin/people/{clerk.id}/link").status_code == 200
    assert rows(admin.get("/admin/audit?action=password_reset").text) == 1
    assert "重设了密码" in admin.get(f"/admin/audit?record={clerk.id}").text


def test_the_file_is_made_by_a_job_and_is_the_askers(workshop: Workspace, repair: str, admin: TestClient) -> None:
    with visitor(workshop, "auditor") as client:
        assert post(client, "/admin/audit/export?entity=repair").status_code == 303
        assert run_pending(workshop) == 1
        link = re.search(r'href="(/profile/files/[^"]+/file)"', client.get("/profile/files").text)
        assert link
        file = client.get(link[1])
        assert admin.get(link[1]).status_code == 404, "somebody else's"
        assert client.get(link[1].replace("/profile/files/", "/admin/work/")).status_code == 403
    table = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert table[0][:3] == ["编号", "时间", "人员"]
    assert {line[3] for line in table[1:]} == {"repair"}
    assert ["amount", "5.00", "7.00"] in [line[6:9] for line in table] or ["amount", "5", "7"] in [
        line[6:9] for line in table
    ]
    assert all(not cell.startswith("=") for line in table for cell in line), "nothing a spreadsheet would run"
    assert rows(admin.get("/admin/audit?action=exported_audit").text) == 1


def test_a_changed_row_breaks_the_chain(workshop: Workspace, repair: str, admin: TestClient) -> None:
    seal_history(workshop)
    assert post(admin, "/admin/audit/verify").status_code == 303
    assert run_pending(workshop) == 1
    assert 'class="row g6 green"' in admin.get("/admin/audit").text
    with workshop.writer.begin() as connection:
        connection.execute(
            update(history).where(history.c.record == repair).values(actor=None, note="nothing happened")
        )
    post(admin, "/admin/audit/verify")
    run_pending(workshop)
    assert 'class="row g6 red"' in admin.get("/admin/audit").text


def test_background_work_and_bins(workshop: Workspace, repair: str, admin: TestClient) -> None:
    post(admin, "/admin/audit/export")
    page = admin.get("/admin/work").text
    assert "/repair/recycle" in page
    stop = re.search(r'action="(/admin/work/[^"]+/stop)"', page)
    assert stop
    assert post(admin, stop[1]).status_code == 303
    assert run_pending(workshop) == 0
