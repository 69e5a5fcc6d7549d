"""The product as an installable app: manifest, pictures, service worker and offline page, in every workspace's own path."""

import io
import json
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from starlette.testclient import TestClient

from dougong.host import preferences
from dougong.host.install import prepare
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import blobs, engines
from dougong.host.web.pages.app_icon import accents, app_icon
from dougong.host.web.pages.static import version
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.rights import SYSTEM


@pytest.fixture
def client(home: Settings) -> Iterator[TestClient]:
    engines.make_place(home, "second")
    other = open_workspace(home, "second")
    prepare(other)
    other.close()
    with TestClient(create_app(home, work=False), base_url="http://localhost", follow_redirects=False) as found:
        yield found


def set_up(home: Settings, **chosen: str) -> None:
    workspace = open_workspace(home, DEFAULT)
    with workspace.writing(SYSTEM) as context:
        preferences.save(context.connection, preferences.Preferences.model_validate(chosen))
    workspace.close()


@pytest.mark.parametrize("base", ["", "/w/second"])
def test_the_manifest_begins_in_its_own_workspace(client: TestClient, base: str) -> None:
    answer = client.get(f"{base}/manifest.webmanifest?language=en")
    assert answer.headers["content-type"] == "application/manifest+json"
    said = answer.json()
    assert (said["start_url"], said["scope"], said["id"]) == (f"{base}/", f"{base}/", f"{base}/")
    assert (said["display"], said["lang"]) == ("standalone", "en")
    assert said["name"]
    assert {(one["sizes"], one["purpose"]) for one in said["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for one in said["icons"]:
        picture = client.get(one["src"])
        assert "immutable" in picture.headers["cache-control"]
        assert Image.open(io.BytesIO(picture.content)).size == tuple(map(int, one["sizes"].split("x")))


def test_an_old_address_of_a_picture_is_not_kept(client: TestClient) -> None:
    assert client.get("/workspace/icon/0old/192.png").headers["cache-control"] == "no-cache"
    assert client.get("/workspace/icon/0/no.png").status_code == 404


def test_pictures_are_of_the_accent_or_of_the_logo(home: Settings) -> None:
    def corner(raw: bytes, at: int) -> tuple[int, ...]:
        found = Image.open(io.BytesIO(raw)).convert("RGBA").getpixel((at, at))
        assert isinstance(found, tuple)
        return found

    green = tuple(bytes.fromhex(accents()["green"][1:]))
    assert corner(app_icon(192, "green"), 0)[3] == 0, "rounded"
    assert corner(app_icon(192, "green", full=True), 0)[:3] == green, "to its edges"
    workspace = open_workspace(home, DEFAULT)
    raw = io.BytesIO()
    Image.new("RGB", (40, 20), "#ff0000").save(raw, "PNG")
    raw.seek(0)
    logo = blobs.path_of(workspace, blobs.put(workspace, raw))
    broken = blobs.path_of(workspace, blobs.put(workspace, io.BytesIO(b"\x89PNG no picture")))
    workspace.close()
    assert corner(app_icon(192, "green", logo), 96)[:3] == (255, 0, 0)
    assert corner(app_icon(192, "green", logo, full=True), 0)[:3] == (255, 255, 255)
    assert app_icon(192, "green", broken) == app_icon(192, "green"), "the product's mark stands in"


def test_every_accent_has_a_colour() -> None:
    assert accents().keys() == set(preferences.ACCENTS)


@pytest.mark.parametrize("base", ["", "/w/second"])
def test_the_service_worker_names_this_release_and_static_files_only(client: TestClient, base: str) -> None:
    answer = client.get(f"{base}/sw.js?language=en&theme=dark")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    first = re.match(r"const SHELL = (.*);\n", answer.text)
    assert first
    shell = json.loads(first[1])
    assert (shell["base"], shell["release"]) == (base, version())
    for file in shell["files"]:
        assert file.startswith("/static/")
        assert client.get(file).status_code == 200
    page = client.get(shell["offline"])
    assert "No connection" in page.text
    assert 'data-theme="dark"' in page.text
    assert "set-cookie" not in page.headers


def test_what_is_asked_for_in_an_address_is_not_repeated(client: TestClient, home: Settings) -> None:
    set_up(home, accent="violet")
    page = client.get('/offline?language="><x&theme="><x').text
    assert "<x" not in page
    assert 'lang="zh-CN"' in page
