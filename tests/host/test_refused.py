"""A refusal inside the product: the frame stays, a part of a page says it in a toast, strangers get a page of its own."""

import json

from starlette.testclient import TestClient

from dougong.host.install import install, prepare
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, open_workspace

from tests.browser.workshop import bundle
from tests.support.pages import made, visitor

GONE = "/repair/00000000-0000-7000-8000-000000000000"


def test_what_is_gone_is_told_inside_the_frame(home: Settings) -> None:
    workspace = open_workspace(home, DEFAULT)
    prepare(workspace)
    install(workspace, bundle())
    made(workspace, "person", name="Wu", login="wu")
    with visitor(workspace, "admin") as client, visitor(workspace, "wu") as other:
        whole = client.get(GONE)
        assert whole.status_code == 404
        assert 'id="menu"' in whole.text
        assert "无权查看" in whole.text
        part = client.get(GONE, headers={"HX-Request": "true", "HX-Target": "main#work"})
        assert part.status_code == 404
        assert part.text.lstrip().startswith("<title>")
        assert '<main id="work"' in part.text
        said = client.get(
            GONE.replace("repair", "nothing") + "/delete", headers={"HX-Request": "true", "HX-Target": "dialog#dialog"}
        )
        assert said.headers["HX-Reswap"] == "none"
        assert json.loads(said.headers["HX-Trigger"])["toast"]["bad"]
        assert said.text == ""
        assert 'id="menu"' in other.get("/admin/people").text, "403 too"
        answer = client.get(f"/api/v1{GONE}", headers={"Accept": "application/json"})
        assert answer.headers["content-type"].startswith("application/problem+json")
    workspace.close()


def test_strangers_get_a_page_of_its_own(home: Settings) -> None:
    with TestClient(create_app(home, work=False), base_url="http://localhost", follow_redirects=False) as client:
        page = client.get("/no/such/thing")
        assert page.status_code == 404
        assert 'id="menu"' not in page.text
