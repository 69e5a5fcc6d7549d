"""First steps of somebody new: shown where nothing is there yet, done as things happen, gone when done or put away."""

import re

from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle

from tests.support.pages import csrf, post, visitor

KEYS = ["import", "field", "form", "menu", "publish"]


def shown(client: TestClient) -> dict[str, bool]:
    """Steps on the studio's first page: whether each is done."""
    page = client.get("/studio").text
    return {
        key: done == "done"
        for done, key in re.findall(r'<li class="(\w*)"><a href="[^"]+" hx-boost="false" data-first="(\w+)"', page)
    }


def gesture(client: TestClient, path: str, **values: object) -> None:
    answer = client.post(path, data={"_csrf": csrf(client.get("/studio").text), **values})
    assert answer.status_code in (200, 303), answer.text[:300]


def test_from_nothing_to_done(office: Workspace, client: TestClient) -> None:
    first = client.get("/")
    assert (first.status_code, first.headers["location"]) == (303, "/studio"), "an empty workspace begins in the studio"
    assert shown(client) == dict.fromkeys(KEYS, False)
    assert "/studio/first" in client.get("/person").text
    assert "0 / 5" in client.get("/studio/first").text
    gesture(client, "/studio/entity", zh="灯塔", en="Lighthouse", group="")
    assert not any(shown(client).values()), "a new object is none of the steps by itself"
    gesture(client, "/studio/entity/lighthouse", do="add", value="date", after="name")
    assert [key for key, done in shown(client).items() if done] == ["field"]
    menu = client.get("/studio/menu").text
    item = re.search(r'data-id="(own:[^"]+:all:[^"]+)"', menu)
    assert item
    gesture(client, "/studio/menu", do="set", id=item[1], name="label.en", value="Lamps")
    assert shown(client)["menu"]
    assert not shown(client)["form"], "a new field changed the form by itself"
    page = client.get("/studio/publish").text
    expected = re.search(r'name="expected" value="(\d+)"', page)
    assert expected
    gesture(client, "/studio/publish", expected=expected[1], change=re.findall(r'name="change" value="([^"]+)"', page))
    assert shown(client)["publish"]
    assert "3 / 5" in client.get("/studio/first").text
    assert post(client, "/studio/first/hide").status_code == 303
    assert shown(client) == {}
    assert client.get("/studio/first").text.strip() == ""


def test_where_an_app_is_installed_nothing_stands_beside_the_menu(office: Workspace, library: Bundle) -> None:
    install(office, library)
    with visitor(office, "admin") as client:
        assert client.get("/").headers["location"] != "/studio"
        assert "/studio/first" not in client.get("/book").text
