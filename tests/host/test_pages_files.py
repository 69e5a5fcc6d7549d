"""Files go out only through a record and field that the person may read, and never as something a browser would run."""

import io

import pytest
from PIL import Image
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, made, visitor
from tests.support.pixels import png

PNG = png()
PAGE = b"<script>alert(1)</script>"
ROLE = {
    "$schema": "dougong/role/1", "key": "looker", "label": {"zh-CN": "看客", "en": "Looker"},
    "entities": {"specimen": {"read": "own", "update": "own", "create": True, "fields": {"papers": "hidden"}}},
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"roles/looker.json": ROLE}))


@pytest.fixture
def contents() -> Make:
    return furnished


def kept(client: TestClient, name: str, content: bytes, media: str) -> dict[str, object]:
    headers = {"X-CSRF-Token": csrf(client.get("/specimen/new").text)}
    answer = client.post("/files", files={"file": (name, content, media)}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_a_file_is_reached_through_its_record_only(office: Workspace, client: TestClient) -> None:
    file = kept(client, "论文.html", PAGE, "text/html")
    other = kept(client, "b.txt", b"two", "text/plain")
    record = made(office, "specimen", name="S", papers=[file])
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


LIES = {
    "page.png": (PAGE, "image/png"),
    "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
    "cut.png": (PNG[:20], "image/png"),
    "head.gif": (b"GIF89a", "image/gif"),
    "page.txt": (PAGE, "text/html"),
}


@pytest.mark.parametrize("name", LIES)
def test_what_only_says_it_is_a_picture_is_none(office: Workspace, client: TestClient, name: str) -> None:
    file = kept(client, name, *LIES[name])
    assert (file["picture"], str(file["type"]).startswith("image/")) == (False, False)
    with office.writing(SYSTEM) as context:
        refused = write(context, [Create("specimen", {"name": "S", "photo": [file]})], Cause("user"))
    assert "PNG" in refused.problems[0].message.en
    record = made(office, "specimen", name="S", sign=[{**file, "type": "image/png"}], papers=[file])
    for asked, status in (("sign", 200), ("sign", 404), ("papers", 200)):
        answer = client.get(f"/files/specimen/{record}/{asked}/{file['hash']}?{'inline' if status == 200 else 'small'}")
        assert answer.status_code == status
        if status == 200:
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment")
            assert answer.headers["content-security-policy"].startswith("sandbox")


def test_a_picture_is_shown_as_what_it_is_and_small_in_cards(office: Workspace, client: TestClient) -> None:
    jpeg = io.BytesIO()
    Image.new("RGB", (2000, 1000), "#c00").save(jpeg, "JPEG", exif=Image.Exif())
    file = kept(client, "a.html", jpeg.getvalue() + PAGE, "text/html")
    assert (file["picture"], file["type"]) == (True, "image/jpeg")
    record = made(office, "specimen", name="S", photo=[file])
    place = f"/files/specimen/{record}/photo/{file['hash']}"
    shown = client.get(f"{place}?inline")
    assert (shown.headers["content-type"], shown.headers["content-disposition"][:6]) == ("image/jpeg", "inline")
    assert shown.headers["x-content-type-options"] == "nosniff"
    for _ in range(2):
        small = client.get(f"{place}?small")
        assert small.headers["content-type"] == "image/webp"
        assert Image.open(io.BytesIO(small.content)).size == (640, 320)
    assert f"{place}?small" in client.get("/specimen?as=gallery").text
    page = client.get(f"/specimen/{record}").text
    assert f'<img src="{place}?small"' in page and 'data-picture="a.html"' in page


def test_few_bytes_with_many_pixels_are_kept_and_not_shown(office: Workspace, client: TestClient) -> None:
    bomb = png(20_000, 20_000)
    assert len(bomb) < 400_000
    file = kept(client, "bomb.png", bomb, "image/png")
    assert not file["picture"]
    assert "20,000 × 20,000" in str(file["why"])
    record = made(office, "specimen", name="S", papers=[file], sign=[{**file, "type": "image/png"}])
    shown = client.get(f"/files/specimen/{record}/papers/{file['hash']}?inline")
    assert shown.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/files/specimen/{record}/sign/{file['hash']}?small").status_code == 404


def test_a_name_does_not_turn_its_ending_around(client: TestClient) -> None:
    assert kept(client, "photo\u202egnp.exe", PAGE, "text/html")["name"] == "photognp.exe"


def test_rows_and_fields_decide(office: Workspace, client: TestClient) -> None:
    looker = made(office, "person", name="L", login="looker", roles=["looker"], active=True)
    file, paper = kept(client, "a.png", PNG, "image/png"), kept(client, "b.txt", b"two", "text/plain")
    mine = made(office, "specimen", name="S", photo=[file], papers=[paper], owner=looker)
    theirs = made(office, "specimen", name="S", photo=[file])
    with visitor(office, "looker") as person:
        assert person.get(f"/files/specimen/{mine}/photo/{file['hash']}").status_code == 200
        assert person.get(f"/files/specimen/{mine}/papers/{paper['hash']}").status_code == 404
        assert person.get(f"/files/specimen/{theirs}/photo/{file['hash']}").status_code == 404
