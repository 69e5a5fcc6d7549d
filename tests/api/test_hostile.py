"""Every hostile request and file is answered in words, never by a failure, and leaves nothing half-written."""

import json
import re
from typing import Any

from sqlalchemy import func, select

from dougong.host.access import passwords

from tests.api import hostile, hostile_files
from tests.api.conftest import Shop
from tests.api.test_errors import check_shape

LEAKS = re.compile(r"Traceback|File \"|sqlalchemy|sqlite3|psycopg|Exception|\.py\b")
PASSWORD = "correct horse battery"


def counts(shop: Shop) -> dict[str, int]:
    model = shop.workspace.store
    with shop.workspace.engine.connect() as connection:
        return {
            key: connection.execute(select(func.count()).select_from(model.table(key))).scalar_one()
            for key in ("machine", "part", "maker", "person")
        }


def told(found: tuple[str, str, dict[str, Any]]) -> str:
    return str(found)[:200]


def test_requests(shop: Shop) -> None:
    cases = hostile.requests()
    assert len(cases) >= 200
    wrong: list[str] = []
    made = 0
    for method, path, given in cases:
        answer = shop.api["fitter"].raw(method, f"{shop.v1}/{path}", **given)
        if answer.status_code >= 500 or LEAKS.search(answer.text if answer.status_code >= 400 else ""):
            wrong.append(f"{answer.status_code} {told((method, path, given))} {answer.text[:300]}")
        elif answer.status_code >= 400 and "/api/v1/" in str(answer.request.url):
            if not (method == "GET" and "Host" in str(given.get("headers", ""))):
                check_shape(answer)
        elif method == "POST" and path == "machine":
            made += 1
            name = answer.json()["data"]["name"]
            name.encode()  # no lone surrogate came back
            assert "\x00" not in name
    assert not wrong, "\n".join([f"{len(wrong)} of {len(cases)}", *wrong])
    found = counts(shop)
    assert found["machine"] == made, "what was refused left nothing, what was taken is there"
    assert found["part"] == found["maker"] == 0


def test_files(small_shop: Shop) -> None:
    shop = small_shop
    sign_in(shop)
    wrong = []
    for name, content in hostile_files.files():
        before = counts(shop)
        answer = shop.client.post(
            "/machine/import", files={"file": (name, content)}, headers={"X-CSRF-Token": token_of(shop)}, follow_redirects=True
        )  # fmt: skip
        if answer.status_code >= 500 or LEAKS.search(answer.text):
            wrong.append(f"{answer.status_code} {name[:40]!r} {LEAKS.findall(answer.text)} {answer.text[:200]}")
        assert counts(shop) == before, name
    assert not wrong, "\n".join(wrong)


def sign_in(shop: Shop) -> None:
    with shop.workspace.writer.begin() as connection:
        passwords.put(connection, shop.people["chief"], PASSWORD, shop.workspace.clock())
    page = shop.client.get("/sign-in").text
    token = re.findall(r'name="_csrf" value="([^"]+)"', page)[0]
    form = {"login": "chief", "password": PASSWORD, "_csrf": token}
    answer = shop.client.post("/sign-in", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text[:500]


def token_of(shop: Shop) -> str:
    page = shop.client.get("/machine/import").text
    found = re.findall(r'name="_csrf" value="([^"]+)"', page) or re.findall(r"X-CSRF-Token&#34;: ?&#34;([^&]+)", page)
    assert found, json.dumps(page[:2000])
    return str(found[0])
