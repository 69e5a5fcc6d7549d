"""Peers are isolated, the manager sees both, finance reads and changes nothing of the base data: by page and by API."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host.access import people, tokens
from dougong.host.main import create_app
from dougong.host.workspaces import DEFAULT, open_workspace

from tests.support.pages import csrf, visitors
from tests.support.process import Api
from tests.support.stock import stocked

pytestmark = pytest.mark.needs_app("crm")

PEER, COLLEAGUE, MANAGER, OTHER_MANAGER, FINANCE = (
    "chen_muye",
    "xu_nanqiao",
    "zhou_yanqiu",
    "han_shuyao",
    "jiang_wanqing",
)
EVERYBODY = (PEER, COLLEAGUE, MANAGER, OTHER_MANAGER, FINANCE)
OF_COLLEAGUE = f'owner.login = "{COLLEAGUE}"'
GUARDED = ("account", "opportunity", "lead")


@dataclass(frozen=True)
class Office:
    api: dict[str, Api]
    pages: dict[str, TestClient]
    known: dict[str, list[dict[str, Any]]]
    """Entity -> records of the colleague, as the administrator sees them."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    settings = stocked(tmp_path_factory, "crm")
    workspace = open_workspace(settings, DEFAULT)
    secrets = {}
    with workspace.writer.begin() as connection:
        for login in ("admin", *EVERYBODY):
            person = people.by_login(connection, workspace.store, login)
            assert person is not None, login
            secrets[login] = tokens.create(connection, person.id, "", workspace.clock())[0]
    product = TestClient(create_app(settings, work=False), base_url="http://localhost")
    with product as client, visitors(workspace) as at:
        api = {login: Api(client, secret) for login, secret in secrets.items()}
        known = {
            entity: api["admin"]("GET", f"/api/v1/{entity}", params={"filter": OF_COLLEAGUE, "fields": "name", "limit": 500})["data"]
            for entity in GUARDED
        }  # fmt: skip
        assert all(known.values()), "the samples give the colleague some of each"
        yield Office(api, {login: at(login) for login in EVERYBODY}, known)
    workspace.close()


@pytest.mark.parametrize("entity", GUARDED)
def test_a_peer_sees_nothing_of_a_colleagues_by_api(office: Office, entity: str) -> None:
    api, (one, *_) = office.api[PEER], office.known[entity]
    assert api("GET", f"/api/v1/{entity}", params={"filter": OF_COLLEAGUE, "total": "exact"})["page"]["total"] == 0
    mine = api("GET", f"/api/v1/{entity}", params={"limit": 500, "fields": "name"})["data"]
    assert not {row["id"] for row in mine} & {row["id"] for row in office.known[entity]}
    assert mine, "and their own are there"
    for path in ("", "/history"):
        api("GET", f"/api/v1/{entity}/{one['id']}{path}", status=404)
    api("PATCH", f"/api/v1/{entity}/{one['id']}", json={"name": "taken"}, status=404)
    api("DELETE", f"/api/v1/{entity}/{one['id']}", status=404)
    assert one["id"] not in str(api("GET", "/api/v1/search", params={"q": one["name"][:6], "limit": 100}))
    assert api.figure(entity, "COUNT()", OF_COLLEAGUE) == 0


@pytest.mark.parametrize("entity", GUARDED)
def test_a_peer_sees_nothing_of_a_colleagues_by_page(office: Office, entity: str) -> None:
    pages, (one, *_) = office.pages[PEER], office.known[entity]
    listed = pages.get(f"/{entity}", params={"filter": OF_COLLEAGUE})
    assert listed.status_code == 200
    assert one["id"] not in listed.text
    assert pages.get(f"/{entity}/{one['id']}").status_code == 404
    assert pages.get(f"/{entity}/{one['id']}/edit").status_code == 404
    assert one["id"] not in pages.get("/search", params={"q": one["name"][:6]}).text


@pytest.mark.parametrize("entity", GUARDED)
def test_the_manager_sees_both_the_other_manager_neither(office: Office, entity: str) -> None:
    for login in (PEER, COLLEAGUE):
        where = f'owner.login = "{login}"'
        all_of_them = office.api["admin"].figure(entity, "COUNT()", where)
        assert office.api[MANAGER].figure(entity, "COUNT()", where) == all_of_them > 0
        assert office.api[OTHER_MANAGER].figure(entity, "COUNT()", where) == 0
    one = office.known[entity][0]
    page = office.pages[MANAGER].get(f"/{entity}/{one['id']}")
    assert page.status_code == 200
    assert one["name"] in page.text
    assert office.pages[OTHER_MANAGER].get(f"/{entity}/{one['id']}").status_code == 404


def test_finance_reads_but_cannot_change_base_data_by_api(office: Office) -> None:
    api, customer = office.api[FINANCE], office.known["account"][0]
    product = api("GET", "/api/v1/product?limit=1")["data"][0]
    assert api("GET", f"/api/v1/account/{customer['id']}")["data"]["name"] == customer["name"]
    for entity, identity in (("account", customer["id"]), ("product", product["id"])):
        refused = api("PATCH", f"/api/v1/{entity}/{identity}", json={"name": "changed"}, status=403)
        assert refused["errors"][0]["message"]
        api("DELETE", f"/api/v1/{entity}/{identity}", status=403)
        api("POST", f"/api/v1/{entity}", json={"name": "new"}, status=403)
        api("POST", f"/api/v1/{entity}:bulk", json={"ids": [identity], "set": {"name": "changed"}}, status=403)
    api("GET", f"/api/v1/lead/{office.known['lead'][0]['id']}", status=404)
    assert office.api["admin"]("GET", f"/api/v1/account/{customer['id']}")["data"]["name"] == customer["name"]


def test_finance_records_money_received_and_nothing_else_of_a_contract(office: Office) -> None:
    api = office.api[FINANCE]
    contract = api("GET", "/api/v1/contract", params={"limit": 1, "filter": 'status = "active"'})["data"][0]
    paid = {"contract": contract["id"], "amount": "1", "status": "confirmed", "bank_ref": "R-1"}
    assert api("POST", "/api/v1/payment", json=paid, status=201)["data"]["account"]["id"] == contract["account"]["id"]
    after = api("GET", f"/api/v1/contract/{contract['id']}")["data"]["received"]
    assert Decimal(after) == Decimal(contract["received"]) + 1
    api("PATCH", f"/api/v1/contract/{contract['id']}", json={"received": "1"}, status=403)
    api("PATCH", f"/api/v1/contract/{contract['id']}", json={"amount": "1"}, status=403)


def test_finance_cannot_change_base_data_by_page(office: Office) -> None:
    pages, customer = office.pages[FINANCE], office.known["account"][0]
    page = pages.get(f"/account/{customer['id']}")
    assert page.status_code == 200
    assert f"/account/{customer['id']}/edit" not in page.text, "nothing offers it"
    assert pages.get("/account/new").status_code in (403, 404)
    token = csrf(page.text)
    answer = pages.post(
        f"/account/{customer['id']}/edit", data={"name": "changed", "rev": "1"}, headers={"X-CSRF-Token": token}
    )  # fmt: skip
    assert answer.status_code in (403, 404, 405, 422)
    assert office.api["admin"]("GET", f"/api/v1/account/{customer['id']}")["data"]["name"] == customer["name"]
