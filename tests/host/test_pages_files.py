"""Files go out only through a record and field that the person may read, and never as something a browser would run."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import Bundle, bundle_from_files
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.browser.workshop import DOCUMENTS, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, visitor

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
PAGE = b"<script>alert(1)</script>"
ROLE = {
    "$schema": "dougong/role/1", "key": "looker", "label": {"zh-CN": "看客", "en": "Looker"},
    "entities": {"specimen": {"read": "own", "update": "own", "create": True, "fields": {"papers": "hidden"}}},
}  # fmt: skip


def _bundle() -> Bundle:
    return bundle_from_files(files_of({**DOCUMENTS, "roles/looker.json": ROLE}))


def furnished(workspace: Workspace) -> None:
    install(workspace, _bundle())


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


def kept(client: TestClient, name: str, content: bytes, media: str) -> dict[str, object]:
    headers = {"X-CSRF-Token": csrf(client.get("/specimen/new").text)}
    answer = client.post("/files", files={"file": (name, content, media)}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def saved(workspace: Workspace, **values: object) -> str:
    with workspace.writing(SYSTEM) as context:
        written = write(context, [Create("specimen", {"name": "S", **values})], Cause("user"))
        assert written.written, written.problems
        return written.outcomes[0].id


def test_a_file_is_reached_through_its_record_only(workspace: Workspace, client: TestClient) -> None:
    file = kept(client, "论文.html", PAGE, "text/html")
    other = kept(client, "b.txt", b"two", "text/plain")
    record = saved(workspace, papers=[file])
    place = f"/files/specimen/{record}/papers"
    answer = client.get(f"{place}/{file['hash']}?inline")
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert f"{place}/{file['hash']}" in client.get(f"/specimen/{record}").text
    for wrong in (
        f"/files/{file['hash']}", f"{place}/{other['hash']}", f"{place}/..%2f..%2fsecret.key", f"{place}/{'0' * 64}",
        f"/files/specimen/{record}/photo/{file['hash']}", f"/files/specimen/{record}/nothing/{file['hash']}",
        f"/files/repair/{record}/papers/{file['hash']}", f"/files/specimen/{'0' * 36}/papers/{file['hash']}",
    ):  # fmt: skip
        assert client.get(wrong).status_code == 404, wrong


def test_pictures_show_by_their_content(workspace: Workspace, client: TestClient) -> None:
    true, lie = kept(client, "a.png", PNG, "image/png"), kept(client, "b.png", PAGE, "image/png")
    record = saved(workspace, photo=[true], sign=[lie])
    shown = client.get(f"/files/specimen/{record}/photo/{true['hash']}?inline")
    assert (shown.headers["content-type"], shown.headers["content-disposition"][:6]) == ("image/png", "inline")
    assert (
        client.get(f"/files/specimen/{record}/sign/{lie['hash']}?inline").headers["content-disposition"][:6] == "attach"
    )


def test_rows_and_fields_decide(workspace: Workspace, client: TestClient) -> None:
    with workspace.writing(SYSTEM) as context:
        made = write(
            context,
            [Create("person", {"name": "L", "login": "looker", "roles": ["looker"], "active": True})],
            Cause("user"),
        )
        assert made.written, made.problems
        looker = made.outcomes[0].id
    file, paper = kept(client, "a.png", PNG, "image/png"), kept(client, "b.txt", b"two", "text/plain")
    mine = saved(workspace, photo=[file], papers=[paper], owner=looker)
    theirs = saved(workspace, photo=[file])
    with visitor(workspace, "looker") as person:
        assert person.get(f"/files/specimen/{mine}/photo/{file['hash']}").status_code == 200
        assert person.get(f"/files/specimen/{mine}/papers/{paper['hash']}").status_code == 404
        assert person.get(f"/files/specimen/{theirs}/photo/{file['hash']}").status_code == 404
