"""Long exports: made in the background, found among one's own files and behind the notice, for nobody else."""

from collections.abc import Iterator

import pytest

from dougong.host.install import install, prepare
from dougong.host.jobs import run_pending
from dougong.host.settings import Settings
from dougong.host.web.pages import export_routes
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace

from tests.browser.workshop import bundle
from tests.support.pages import made, post, visitor


@pytest.fixture
def workshop(home: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(export_routes, "AT_ONCE", 2)
    found = open_workspace(home, DEFAULT)
    prepare(found)
    install(found, bundle())
    for name in ("Clock", "Chair", "Lamp"):
        made(found, "repair", name=name)
    made(found, "person", name="Wu", login="wu", roles=["administrator"])
    yield found
    found.close()


def test_a_long_list_is_made_in_the_background_and_fetched(workshop: Workspace) -> None:
    with visitor(workshop, "admin") as client, visitor(workshop, "wu") as other:
        answer = client.get("/repair/export?format=csv")
        assert (answer.status_code, answer.headers["location"]) == (303, "/profile/files")
        assert "hx-trigger" in client.get("/profile/files").text, "the page asks again by itself"
        assert run_pending(workshop) == 1
        page = client.get("/profile/files").text
        address = next(
            part for part in page.split('"') if part.startswith("/profile/files/") and part.endswith("/file")
        )
        assert address in client.get("/notices/panel").text, "the notice opens the file"
        file = client.get(address)
        assert sorted(line.split(",")[0] for line in file.text.splitlines()[1:]) == ["Chair", "Clock", "Lamp"]
        assert "attachment" in file.headers["content-disposition"]
        assert other.get(address).status_code == 404, "somebody else's"
        assert address not in other.get("/profile/files").text
        assert post(other, address.replace("/file", "/stop")).status_code in (404, 405)


def test_a_short_list_or_what_is_ticked_comes_at_once(workshop: Workspace) -> None:
    with visitor(workshop, "admin") as client:
        short = client.get("/repair/export?format=csv&filter=name+%3D+%22Lamp%22")
        assert short.status_code == 200
        assert "Lamp" in short.text
