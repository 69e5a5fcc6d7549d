"""The one shape of errors (RFC 9457 with `errors`), its statuses and its words in both languages."""

from typing import Any

import pytest

from tests.api.conftest import Shop
from tests.api.test_records import codes, machine

NOBODY = "01890000-0000-7000-8000-000000000000"


def check_shape(answer: Any) -> dict[str, Any]:
    """The problem's body."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["request_id"] == answer.headers["x-request-id"]
    for one in body["errors"]:
        assert one["path"]
        assert one["code"]
        assert one["message"]
    return dict(body)


@pytest.mark.parametrize(
    ("who", "method", "path", "given", "status", "found"),
    [
        (None, "GET", "machine", {}, 401, ("$", "unauthorized")),
        ("admin", "GET", "nothing", {}, 404, ("$", "unknown_entity")),
        ("admin", "GET", f"machine/{NOBODY}", {}, 404, ("id", "not_found")),
        ("admin", "PATCH", f"machine/{NOBODY}", {"json": {"hours": 1}}, 404, None),
        ("admin", "DELETE", f"machine/{NOBODY}", {}, 404, None),
        ("admin", "GET", "machine?limit=501", {}, 400, ("limit", "limit")),
        ("admin", "GET", "machine?filtre=x", {}, 400, ("filtre", "unknown_parameter")),
        ("admin", "GET", "machine?filter=hours%20%3E", {}, 422, None),
        ("admin", "GET", "machine?filter=nothing%20%3D%201", {}, 422, None),
        ("admin", "GET", "machine?sort=nothing", {}, 422, None),
        ("admin", "GET", "machine?fields=nothing", {}, 422, None),
        ("admin", "GET", "machine?cursor=abc", {}, 422, None),
        ("admin", "POST", "machine", {"content": b"a=1", "headers": {"Content-Type": "text/plain"}}, 415, ("$", "content_type")),
        ("admin", "POST", "machine", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, ("$", "not_json")),
        ("admin", "POST", "machine", {"json": 7}, 400, ("$", "not_object")),
        ("admin", "POST", "machine", {"json": {"name": "a", "nothing": 1}}, 422, ("$.nothing", None)),
        ("admin", "POST", "machine", {"json": {}}, 422, ("$.name", None)),
        ("admin", "POST", "machine", {"json": {"name": "a", "hours": -1}}, 422, ("$.hours", None)),
        ("admin", "POST", "machine", {"json": {"name": "a", "kind": "axe"}}, 422, ("$.kind", "option")),
        ("admin", "POST", "machine", {"json": {"name": "a", "bought_on": "2026-02-30"}}, 422, ("$.bought_on", None)),
        ("admin", "POST", "machine", {"json": {"name": "a", "maker": NOBODY}}, 422, ("$.maker", None)),
        ("admin", "POST", "machine", {"json": {"name": "a", "wear": 95}}, 422, ("$.wear", None)),
        ("admin", "POST", "machine", {"json": {"name": "a", "cost": 5}}, 422, ("$.cost", None)),
        ("admin", "PATCH", f"machine/{NOBODY}", {"json": {}, "headers": {"If-Match": "x"}}, 400, ("If-Match", "if_match")),
        ("fitter", "POST", "machine", {"json": {"name": "a", "price": 5}}, 403, ("$.price", "forbidden")),
        ("fitter", "POST", "machine", {"json": {"name": "a", "secret": "x"}}, 403, ("$.secret", "forbidden")),
        ("fitter", "GET", "machine?filter=secret%20%3D%20%22a%22", {}, 422, None),
        ("fitter", "GET", "machine?sort=secret", {}, 422, None),
        ("fitter", "POST", "maker", {"json": {"name": "a"}}, 403, None),
        ("fitter", "POST", "safe", {"json": {"name": "a"}}, 403, None),
        ("admin", "PUT", "machine", {"json": {}}, 405, None),
    ],
)  # fmt: skip
def test_statuses(
    small_shop: Shop, who: str | None, method: str, path: str, given: dict[str, Any], status: int, found: Any
) -> None:
    shop = small_shop
    address = f"{shop.v1}/{path}"
    answer = shop.api[who].raw(method, address, **given) if who else shop.client.request(method, address, **given)
    assert answer.status_code == status, answer.text
    body = check_shape(answer)
    if found is not None:
        path_, code = found
        assert [one for one in codes(body) if one[0] == path_ and code in (None, one[1])], body


def test_all_problems_at_once_in_both_languages(shop: Shop) -> None:
    api = shop.api["admin"]
    bad = {"hours": -1, "price": "x", "kind": "axe", "mail": "nobody"}
    english = api("POST", f"{shop.v1}/machine", json=bad, status=422, headers={"Accept-Language": "en"})
    assert {path for path, _ in codes(english)} == {"$.name", "$.hours", "$.price", "$.kind", "$.mail"}
    chinese = shop.api["chief"]("POST", f"{shop.v1}/machine", json=bad, status=422)
    assert chinese["title"] == "内容有误"
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in one["message"]) for one in chinese["errors"])
    fitter = shop.api["fitter"]("POST", f"{shop.v1}/machine", json={"name": "s", "wear": 95}, status=422)
    assert fitter["errors"] == [
        {"path": "$.wear", "code": fitter["errors"][0]["code"], "message": "This saw is worn out", "fix": "Replace it first"}
    ]  # fmt: skip


def test_a_key_that_is_taken(shop: Shop) -> None:
    machine(shop, code="K-1")
    answer = shop.api["admin"]("POST", f"{shop.v1}/machine", json={"name": "b", "code": "K-1"}, status=409)
    assert codes(answer)[0][0] == "$.code"


def test_what_is_in_use_is_not_deleted(shop: Shop) -> None:
    api = shop.api["admin"]
    maker = api("POST", f"{shop.v1}/maker", json={"name": "Acorn"}, status=201)["data"]["id"]
    machine(shop, maker=maker)
    assert api("DELETE", f"{shop.v1}/maker/{maker}", status=422)["errors"][0]["message"]
    api("GET", f"{shop.v1}/maker/{maker}")


def test_anothers_record_is_not_there(shop: Shop) -> None:
    mine = machine(shop, "fitter", name="mine")["id"]
    other, path = shop.api["other"], f"{shop.v1}/machine/{mine}"
    unknown = other("GET", f"{shop.v1}/machine/{NOBODY}", status=404)
    seen = other("GET", path, status=404)
    assert seen["errors"] == unknown["errors"], "nothing tells that it exists"
    other("PATCH", path, json={"hours": 1}, status=404)
    other("DELETE", path, status=404)
    other("GET", f"{path}/history", status=404)
    assert other("GET", f"{shop.v1}/machine")["data"] == []
    assert other.figure("machine", "COUNT()") == 0 if not shop.base else True
