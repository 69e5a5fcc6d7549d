"""An entity written as JSON only goes into a running server and works everywhere within two seconds, without a restart."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dougong.host.access import people
from dougong.host.testing.database import Database
from dougong.host.workspaces import open_workspace

from tests.support.process import Api, Product


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": words(f"字段{key}", key.replace("_", " ").title()), **more}


CHOICES = [{"key": key, "label": words(key, key.title())} for key in ("calm", "busy", "stormy")]
FIELDS = [
    field("name", "text", required=True, search=True),
    field("story", "long_text", search=True),
    field("keepers", "integer", min=0),
    field("height", "number", scale=2),
    field("cost", "money"),
    field("dirt", "percent", min="0", max="100"),
    field("lit", "bool", default=True),
    field("sea", "choice", options=CHOICES, default="calm"),
    field("signals", "multichoice", options=CHOICES),
    field("built_on", "date"),
    field("seen_at", "datetime"),
    field("opens", "time"),
    field("mail", "email"),
    field("phone", "phone"),
    field("site", "url"),
    field("stars", "rating"),
    field("chief", "person"),
    field("next_to", "link", to="lighthouse", reverse={"key": "neighbours", "label": words("邻居", "Neighbours")}),
    field("per_metre", "computed", result="money", formula="cost / height"),
    field("neighbour_count", "rollup", result="integer", scale=0, formula="COUNT(neighbours)"),
]
FORM = {
    "$schema": "dougong/form/1", "key": "lighthouse_edit", "entity": "lighthouse", "use": ["create", "edit"],
    "sections": [
        {"key": "main", "label": words("主要", "Main"), "rows": [
            [{"field": "name"}, {"field": "sea"}], [{"field": "cost"}, {"field": "height"}], [{"field": "built_on"}],
        ]},
        {"key": "storm", "label": words("风暴", "Storm"), "visible_when": 'sea = "stormy"', "rows": [
            [{"field": "story", "width": 12, "required_when": "TRUE"}], [{"field": "phone"}],
        ]},
    ],
}  # fmt: skip
VIEWS = [
    {"key": "lighthouse_all", "columns": ["name", "sea", "cost", "per_metre", "chief"], "sort": ["name"], "order": 10},
    {"key": "lighthouse_stormy", "columns": ["name", "cost"], "filter": 'sea = "stormy"', "order": 20},
    {"key": "lighthouse_by_sea", "columns": ["name", "cost"], "group": "sea", "sums": ["cost"], "order": 30},
]
ROLE = {
    "$schema": "dougong/role/1", "key": "keeper", "label": words("守塔人", "Keeper"),
    "entities": {"lighthouse": {"create": True, "read": "own", "update": "own", "fields": {"cost": "hidden"}}},
}  # fmt: skip


def written(folder: Path) -> Path:
    """The app's folder: nothing but JSON."""
    documents: dict[str, Any] = {
        "app.json": {
            "$schema": "dougong/app/1", "key": "coast", "version": "1.0.0", "label": words("海岸", "Coast"),
            "depends_on": {"base": ">=1.0"},
        },
        "entities/lighthouse.json": {
            "$schema": "dougong/entity/1", "key": "lighthouse", "label": words("灯塔", "Lighthouse"),
            "plural": words("灯塔", "Lighthouses"), "title": "name", "fields": FIELDS,
        },
        "forms/lighthouse_edit.json": FORM,
        "roles/keeper.json": ROLE,
        **{
            f"views/{view['key']}.json": {
                "$schema": "dougong/view/1", "entity": "lighthouse", "label": words(view["key"], view["key"]), **view,
            }
            for view in VIEWS
        },
    }  # fmt: skip
    for path, document in documents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture
def product(database: Database, tmp_path: Path) -> Iterator[Product]:
    """A server's home; on PostgreSQL the default workspace is a schema of its own."""
    from dougong.host.store.engines import drop_place

    url = database.settings.database_url
    yield Product(tmp_path / "home", url, {"DOUGONG_DEMO": "1"})
    if url:
        drop_place(database.settings, "main")


def within(seconds: float, ready: Any) -> float:
    """Seconds until `ready()` holds; AssertionError when it takes longer than that."""
    began = time.perf_counter()
    while not ready():
        assert time.perf_counter() - began < seconds, "not there in time"
    return time.perf_counter() - began


def test_it_works_at_once(product: Product, tmp_path: Path) -> None:
    token = product.token()
    with product.serving() as address, httpx.Client(base_url=address, timeout=30) as client:
        api = Api(client, token)
        api("GET", "/api/v1/lighthouse", status=404)
        product.run("app", "install", written(tmp_path / "coast"))
        within(2, lambda: api.raw("GET", "/api/v1/lighthouse").status_code == 200)
        by_api(api)
        by_page(product, client, api)
        assert api("GET", "/healthz") == {"status": "ok"}, "the same process all the time"


def by_api(api: Api) -> None:
    one = api(
        "POST",
        "/api/v1/lighthouse",
        json={"name": "北角灯塔", "sea": "busy", "cost": "1000", "height": "8"},
        status=201,
    )
    first = one["data"]
    assert first["per_metre"] == "125.00"
    body = {
        "name": "South Rock", "sea": "stormy", "story": "A long night", "cost": "99.90", "next_to": first["id"],
        "signals": ["calm", "busy"], "built_on": "1901-05-06", "seen_at": "2026-01-02T03:04:05Z", "opens": "07:30",
        "mail": "keeper@example.com", "site": "https://example.com/a", "stars": 4, "lit": False, "keepers": 2, "dirt": "12.5",
    }  # fmt: skip
    second = api("POST", "/api/v1/lighthouse", json=body, status=201)["data"]
    assert second["next_to"]["title"] == "北角灯塔"
    assert second["keepers"] == 2
    assert api("GET", f"/api/v1/lighthouse/{first['id']}")["data"]["neighbour_count"] == 1
    assert [hit["id"] for hit in api("GET", "/api/v1/search?q=灯塔")["data"]] == [first["id"]]
    assert [hit["id"] for hit in api("GET", "/api/v1/search?q=night")["data"]] == [second["id"]]
    assert api.groups("lighthouse", "sea", "COUNT()") == {"busy": 1, "stormy": 1}
    paths = api("GET", "/api/openapi.json")["paths"]
    assert "/api/v1/lighthouse" in paths


def by_page(product: Product, client: httpx.Client, api: Api) -> None:
    """As the administrator in a browser, signed in with a password."""
    sign_in(product, client)
    listed = client.get("/lighthouse")
    assert listed.status_code == 200
    assert "北角灯塔" in listed.text
    assert "South Rock" in listed.text
    stormy = client.get("/lighthouse?view=lighthouse_stormy").text
    assert "South Rock" in stormy
    assert "北角灯塔" not in stormy
    assert client.get("/lighthouse?view=lighthouse_by_sea").status_code == 200
    form = client.get("/lighthouse/new")
    assert form.status_code == 200
    assert 'name="f.name"' in form.text
    assert 'name="f.story"' not in form.text, "the section shows in a storm only"
    two = api("GET", "/api/v1/lighthouse?fields=name&sort=name")["data"]
    rock = next(row["id"] for row in two if row["name"] == "South Rock")
    assert 'name="f.story"' in client.get(f"/lighthouse/{rock}/edit").text
    assert "A long night" in client.get(f"/lighthouse/{rock}").text
    exported = client.get("/lighthouse/export?format=csv")
    assert exported.status_code == 200
    assert "South Rock" in exported.content.decode("utf-8-sig")
    assert "South Rock" in client.get("/search?q=night").text


def sign_in(product: Product, client: httpx.Client) -> None:
    import re

    page = client.get("/sign-in").text
    token = re.findall(r'name="_csrf" value="([^"]+)"', page)[0]
    answer = client.post("/sign-in", data={"login": "admin", "password": PASSWORD, "_csrf": token})
    assert answer.status_code == 303, answer.text[:800]


PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def password(product: Product) -> None:
    """The administrator's password, as an operator sets it."""
    from dougong.host.access import passwords
    from dougong.host.settings import Settings

    product.run("app", "list")  # makes the default workspace
    workspace = open_workspace(Settings(home=product.home, database_url=product.database_url), "main")
    with workspace.writer.begin() as connection:
        admin = people.by_login(connection, workspace.store, "admin")
        assert admin is not None
        passwords.put(connection, admin.id, PASSWORD, workspace.clock())
    workspace.close()
