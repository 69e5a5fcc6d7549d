"""The REST API's promises on both databases: records, revisions, repeated requests, pages, groups, many at once."""

from typing import Any

from tests.api.conftest import Shop

SAW = {
    "name": "Band saw", "code": "S-1", "price": "1234.50", "weight": "12.125", "hours": 40, "bought_on": "2025-02-28",
    "checked_at": "2026-03-01T08:00:00+08:00", "labels": ["hot"], "mail": "a@example.com", "note": "带锯",
}  # fmt: skip


def codes(body: Any) -> list[tuple[str, str]]:
    return [(one["path"], one["code"]) for one in body["errors"]]


def machine(shop: Shop, who: str = "admin", **values: Any) -> dict[str, Any]:
    body = {"name": "Saw", **values}
    return shop.api[who]("POST", f"{shop.v1}/machine", json=body, status=201)["data"]


def test_a_record_is_made_read_changed_deleted_and_restored(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    maker = api("POST", f"{v1}/maker", json={"name": "Acorn"}, status=201)["data"]["id"]
    answer = api.raw("POST", f"{v1}/machine", json={**SAW, "maker": maker, "parts": [{"name": "Blade", "price": 10}]})
    assert answer.status_code == 201, answer.text
    made = answer.json()["data"]
    assert answer.headers["location"] == f"{v1}/machine/{made['id']}"
    assert answer.headers["etag"] == f'"{made["rev"]}"'
    assert made["price"] == "1234.50"
    assert made["weight"] == "12.125"
    assert made["checked_at"] == "2026-03-01T00:00:00Z"
    assert made["bought_on"] == "2025-02-28"
    assert made["maker"] == {"id": maker, "title": "Acorn"}
    assert made["owner"]["id"] == shop.people["admin"]
    assert made["kind"] == "saw"
    path = f"{v1}/machine/{made['id']}"
    got = api.raw("GET", path)
    assert got.headers["etag"] == answer.headers["etag"]
    assert got.json()["data"]["cost"] == "10.00"
    assert got.json()["data"]["left"] == "1224.50"
    changed = api.raw("PATCH", path, json={"price": "1000", "note": ""}, headers={"If-Match": got.headers["etag"]})
    assert changed.status_code == 200, changed.text
    assert changed.json()["data"]["price"] == "1000.00"
    assert changed.json()["data"]["note"] is None
    assert changed.headers["etag"] == f'"{changed.json()["data"]["rev"]}"' != got.headers["etag"]
    assert api("GET", f"{v1}/maker/{maker}")["data"]["worth"] == "1000.00"
    api("DELETE", path, status=204)
    api("GET", path, status=404)
    assert api("GET", f"{v1}/machine")["data"] == []
    assert [row["id"] for row in api("GET", f"{v1}/machine?deleted=true")["data"]] == [made["id"]]
    api("POST", f"{v1}/machine:restore", json={"ids": [made["id"]]})
    assert api("GET", path)["data"]["price"] == "1000.00"


def test_who_saves_second_is_told_what_the_first_changed(shop: Shop) -> None:
    api = shop.api["admin"]
    made = machine(shop, price="10", owner=shop.people["fitter"])
    path = f"{shop.v1}/machine/{made['id']}"
    api("PATCH", path, json={"price": "12"}, headers={"If-Match": '"1"'})
    answer = api("PATCH", path, json={"price": "13"}, headers={"If-Match": '"1"'}, status=409)
    assert codes(answer) == [("$", "conflict")]
    assert answer["conflict"]["changes"]["price"] == {"old": "10.00", "new": "12.00"}
    assert answer["conflict"]["rev"] == 2
    assert answer["conflict"]["by"] == shop.people["admin"]
    assert api("GET", path)["data"]["price"] == "12.00"
    assert api("DELETE", path, headers={"If-Match": '"1"'}, status=409)["conflict"]["rev"] == 2


def test_a_request_sent_twice_is_done_once(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    key = {"Idempotency-Key": "once-1"}
    first = api.raw("POST", f"{v1}/machine", json=SAW, headers=key)
    again = api.raw("POST", f"{v1}/machine", json=SAW, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replay"] == "true"
    assert api("GET", f"{v1}/machine?total=exact")["page"]["total"] == 1
    other = api("POST", f"{v1}/machine", json={**SAW, "name": "Other"}, headers=key, status=422)
    assert codes(other) == [("Idempotency-Key", "idempotency_key")]
    assert shop.api["chief"]("POST", f"{v1}/machine", json={"name": "Mine"}, headers=key, status=201), "per person"


def test_a_refused_request_may_be_repaired_under_the_same_key(shop: Shop) -> None:
    api, key = shop.api["admin"], {"Idempotency-Key": "once-2"}
    api("POST", f"{shop.v1}/machine", json={"name": ""}, headers=key, status=422)
    api("POST", f"{shop.v1}/machine", json={"name": "Fine"}, headers=key, status=201)


def test_many_are_made_at_once_or_none(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    wrong = api(
        "POST", f"{v1}/machine", json=[{"name": "a", "code": "1"}, {"code": "2", "hours": -1}, {"name": "c", "code": "1"}],
        status=422,
    )  # fmt: skip
    assert {path for path, _ in codes(wrong)} >= {"$[1].name", "$[1].hours"}
    assert api("GET", f"{v1}/machine")["data"] == []
    made = api("POST", f"{v1}/machine", json=[{"name": f"m{n}"} for n in range(120)], status=201)["data"]
    assert [row["name"] for row in made] == [f"m{n}" for n in range(120)]
    assert api("POST", f"{v1}/machine", json=[{"name": "x"}] * 1001, status=400)


def test_pages_are_complete_and_without_repeats(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    rows = [{"name": f"m{n}", "price": str(n % 7), "hours": n % 3 or None} for n in range(230)]
    api("POST", f"{v1}/machine", json=rows, status=201)
    for sort in ("-price,name", "hours", "name", "-hours,-price", "-created_at"):
        seen, cursor = [], ""
        while True:
            page = api("GET", f"{v1}/machine", params={"sort": sort, "limit": 41, "fields": "name", "cursor": cursor})
            seen += [row["name"] for row in page["data"]]
            cursor = page["page"]["next"]
            if not cursor:
                break
        assert sorted(seen) == sorted(row["name"] for row in rows), sort
        by_offset = [
            row["name"]
            for offset in range(0, 230, 50)
            for row in api("GET", f"{v1}/machine", params={"sort": sort, "offset": offset, "fields": "name"})["data"]
        ]
        assert by_offset == seen, sort


def test_totals(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    api("POST", f"{v1}/machine", json=[{"name": f"m{n}", "hours": n} for n in range(30)], status=201)
    params = {"filter": "hours >= 10", "limit": 5}
    assert api("GET", f"{v1}/machine", params={**params, "total": "exact"})["page"]["total"] == 20
    assert "total" not in api("GET", f"{v1}/machine", params=params)["page"]
    estimate = api("GET", f"{v1}/machine", params={**params, "total": "estimate"})["page"]
    assert estimate["total"] == 20
    assert "estimate" not in estimate, "so few are counted"


def test_filter_fields_and_links(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    maker = api("POST", f"{v1}/maker", json={"name": "Acorn"}, status=201)["data"]["id"]
    machine(shop, name="a", maker=maker, price="5")
    machine(shop, name="b", kind="drill", price="50")
    params = {"filter": 'maker.name = "Acorn" OR price > 1000', "fields": "name,maker,maker.name,price"}
    (row,) = api("GET", f"{v1}/machine", params=params)["data"]
    assert row.pop("id")
    row.pop("rev", None)
    assert row == {"name": "a", "maker": {"id": maker, "title": "Acorn"}, "maker.name": "Acorn", "price": "5.00"}


def test_groups(shop: Shop) -> None:
    api, v1 = shop.api["admin"], shop.v1
    rows = [
        {"name": "a", "price": "1.10"},
        {"name": "b", "price": "2.20"},
        {"name": "c", "kind": "drill", "price": "9"},
    ]
    api("POST", f"{v1}/machine", json=rows, status=201)
    body = {"group": ["kind"], "measures": {"sum": "SUM(price)", "n": "COUNT()"}, "sort": ["-sum"]}
    data = api("POST", f"{v1}/machine:aggregate", json=body)["data"]
    assert data == [{"kind": "drill", "sum": "9.00", "n": 1}, {"kind": "saw", "sum": "3.30", "n": 2}]
    wrong = api("POST", f"{v1}/machine:aggregate", json={"measures": {"x": "SUM(nothing)"}}, status=422)
    assert wrong["errors"][0]["message"]


def test_bulk(shop: Shop) -> None:
    api, v1 = shop.api["chief"], shop.v1
    made = api("POST", f"{v1}/machine", json=[{"name": f"m{n}", "hours": n} for n in range(12)], status=201)["data"]
    done = api("POST", f"{v1}/machine:bulk", json={"filter": "hours < 5", "set": {"kind": "press"}})["data"]
    assert (done["total"], done["changed"]) == (5, 5)
    assert api("GET", f"{v1}/machine", params={"filter": 'kind = "press"', "total": "exact"})["page"]["total"] == 5
    ids = [row["id"] for row in made[:2]]
    done = api(
        "POST", f"{v1}/machine:bulk", json={"ids": [*ids, "01890000-0000-7000-8000-000000000000"], "set": {"hours": 9}}
    )
    assert done["data"]["changed"] == 2
    assert len(done["data"]["refused"]) == 1
    api("POST", f"{v1}/machine:bulk", json={"set": {"hours": 9}}, status=400)
    api("POST", f"{v1}/machine:bulk", json={"filter": "", "ids": [], "set": {"hours": 9}}, status=400)
    shop.api["fitter"]("POST", f"{v1}/machine:bulk", json={"ids": ids, "set": {"hours": 9}}, status=403)


def test_merge(shop: Shop) -> None:
    api, v1 = shop.api["chief"], shop.v1
    keep, other = machine(shop, "chief", name="a", hours=1), machine(shop, "chief", name="b", hours=2)
    body = {"keep": keep["id"], "others": [other["id"]], "choice": {"hours": other["id"]}}
    api("POST", f"{v1}/machine:merge", json=body)
    left = api("GET", f"{v1}/machine")["data"]
    assert [(row["name"], row["hours"]) for row in left] == [("a", 2)]
    shop.api["fitter"]("POST", f"{v1}/machine:merge", json=body, status=403)


def test_transfer(shop: Shop) -> None:
    api, v1 = shop.api["chief"], shop.v1
    for name in ("a", "b"):
        machine(shop, "fitter", name=name)
    body = {"from": shop.people["fitter"], "to": shop.people["other"]}
    api("POST", f"{v1}/machine:transfer", json=body)
    assert shop.api["fitter"]("GET", f"{v1}/machine")["data"] == []
    assert len(shop.api["other"]("GET", f"{v1}/machine")["data"]) == 2
    shop.api["fitter"]("POST", f"{v1}/machine:transfer", json=body, status=403)


def test_history_and_search(shop: Shop) -> None:
    made = machine(shop, "fitter", name="万能铣床 X1", note="old note")
    fitter, chief, v1 = shop.api["fitter"], shop.api["chief"], shop.v1
    chief("PATCH", f"{v1}/machine/{made['id']}", json={"secret": "under the stone", "badge": "A-77", "hours": 3})
    events = chief("GET", f"{v1}/machine/{made['id']}/history")["data"]
    assert [event["action"] for event in events] == ["updated", "created"]
    assert events[0]["changes"]["secret"][1] == "under the stone"
    assert events[0]["actor"] == shop.people["chief"]
    seen = fitter("GET", f"{v1}/machine/{made['id']}/history")["data"]
    assert "under the stone" not in str(seen)
    assert "A-77" not in str(seen)
    assert seen[0]["changes"]["hours"] == [None, 3]
    assert [hit["id"] for hit in fitter("GET", f"{v1}/search?q=铣床")["data"]] == [made["id"]]
    assert shop.api["other"]("GET", f"{v1}/search?q=铣床")["data"] == []
    assert fitter("GET", f"{v1}/search?q=stone")["data"] == [], "what is hidden is not found"
    assert chief("GET", f"{v1}/search?q=stone")["data"]
    assert fitter("GET", f"{v1}/machine?q=stone")["data"] == []
