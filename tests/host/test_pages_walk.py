"""Every page of every entity opens, whatever field types it has and however long its words are."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install, prepare
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.browser.workshop import bundle
from tests.support.pages import made, visitor, walk

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)> \"'&"
LONG = "长" * 1990 + "👩‍🔧 مرحبا"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    settings = Settings(home=tmp_path_factory.mktemp("walk"), database_url="")
    engines.make_place(settings, DEFAULT)
    found = open_workspace(settings, DEFAULT)
    prepare(found)
    install(found, bundle())
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(workshop: Workspace) -> Iterator[TestClient]:
    with visitor(workshop, "admin") as found:
        yield found


def test_every_page_of_every_field_type(workshop: Workspace, client: TestClient) -> None:
    with workshop.reading(SYSTEM) as context:
        admin = str(find(context, Query("person", ("id",), filter='login = "admin"')).rows[0]["id"])
    repair = made(workshop, "repair", name="R", parts=[{"name": "Bolt", "quantity": 2, "price": "3"}])
    file = {"hash": "0" * 64, "name": "a.txt", "type": "text/plain", "size": 3}
    made(
        workshop, "specimen", name="Full", story="s", page="<p>x</p>", whole=12345, year=2009, weight="1.5", price="12345.67",
        share="12.5", points=40, stars=3, lasts=3600, fine=True, day="2026-03-01", moment="2026-03-01T08:00:00Z", hour="08:30",
        kind="k499", kinds=["a"], marks=["m"], keeper=admin, repair=repair, about={"entity": "repair", "id": repair},
        helpers=[admin], call="13800002100", mail="a@b.example", site="https://a.example/x", secret="hush",
        place={"region": "R", "detail": "D", "postcode": "1"}, area="A/B", papers=[file], photo=[{**file, "type": "image/png"}],
        sign=[{**file, "type": "image/png"}], data={"a": [1]},
    )  # fmt: skip
    made(workshop, "specimen", name="Empty")
    answers = walk(workshop, client, 3)
    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_a_year_has_no_separator(workshop: Workspace, client: TestClient) -> None:
    record = made(workshop, "specimen", name="Year", year=2009, whole=12345)
    page = client.get(f"/specimen/{record}").text
    assert ">2009<" in page
    assert ">12,345<" in page


@pytest.mark.parametrize("name", [EVIL, LONG])
def test_words_of_people_stay_words(workshop: Workspace, client: TestClient, name: str) -> None:
    repair = made(
        workshop, "repair", name=name[:200], cause=name[:200], parts=[{"name": name[:200], "quantity": 1, "price": "1"}]
    )
    file = {"hash": "0" * 64, "name": name[:200], "type": "text/plain", "size": 3}
    record = made(
        workshop, "specimen", name=name[:200], story=name, marks=[name[:40]], secret=name, repair=repair, papers=[file],
        about={"entity": "repair", "id": repair}, place={"detail": name[:200]}, area=name[:100], data={name[:20]: name},
        page=name,
    )  # fmt: skip
    pages = [
        f"/{e}/{i}{p}" for e, i in (("specimen", record), ("repair", repair)) for p in ("", "/edit", "/history", "/why")
    ]
    pages += ["/specimen", "/repair", "/specimen?group=repair", "/repair/pick/owner", "/specimen/pick/repair"]
    pages += ["/search?q=script", f"/repair/{repair}/delete", "/palette?q=script"]
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        at = answer.text.find("<script>alert")
        assert at < 0, f"{path}: {answer.text[max(0, at - 120) : at + 60]}"
        assert "<img src=x" not in answer.text, path
    filters = client.get("/repair", params={"filter": f"name = {json.dumps(name[:200])}", "q": name[:50]})
    assert filters.status_code == 200
    assert "<script>alert" not in filters.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/repair/new?amount=abc&due=xx&nothing=1", 200), ("/repair/new?due=tomorrow", 200), ("/repair/filter?field=nope", 404),
        ("/repair?filter=due+%3C+%22abc%22", 200), ("/repair?columns=nope&sort=nope&group=nope", 200), ("/repair?view=v_x", 200),
        ("/repair/columns?column_=nope", 303), ("/repair/views/nope", 404), ("/repair/views/new?filter=x%3E", 200),
        ("/profile/calendar?words=%00&at=9999-12-31", 200), ("/profile/calendar?at=0001-01-01", 200),
        ("/profile/calendar?words=%2B9999y&kind=datetime", 200), ("/part/quick", 403), ("/repair/pick/amount", 404),
    ],
)  # fmt: skip
def test_addresses_that_nobody_made(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_value_in_an_address_that_cannot_be_taken_is_shown_with_its_problem(client: TestClient) -> None:
    page = client.get("/repair/new?amount=abc").text
    assert 'value="abc"' in page
    assert 'id="f-amount-p"' in page
