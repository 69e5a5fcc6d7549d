"""Writes that arrive while another is under way are written in one transaction; nobody but the server notices."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Semaphore
from typing import Any

import pytest
from httpx import Response

from dougong.host.web.api import single
from dougong.host.web.api.together import Together

from tests.api.conftest import Shop
from tests.api.test_records import codes

Ask = Callable[[], Response]


@contextmanager
def _held(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Callable[..., list[Response]], list[int]]]:
    """Gives `all_at_once` and the sizes of the groups that were written: a first write is held until all wait."""
    entered, go_on, waiting, sizes = Event(), Event(), Semaphore(0), list[int]()
    write, do = single._write, Together.do

    def held(ready: Any, then: Any) -> None:
        sizes.append(len(ready))
        if len(sizes) == 1:
            entered.set()
            assert go_on.wait(30)
        write(ready, then)

    async def counted(self: Any, item: Any) -> Any:
        waiting.release()
        return await do(self, item)

    monkeypatch.setattr(single, "_write", held)
    monkeypatch.setattr(Together, "do", counted)
    with ThreadPoolExecutor(16) as threads:

        def all_at_once(*asks: Ask) -> list[Response]:
            first = threads.submit(shop.api["admin"].raw, "POST", f"{shop.v1}/safe", json={"name": "First"})
            assert entered.wait(30)
            assert waiting.acquire(timeout=30)
            found: list[Future[Response]] = [threads.submit(ask) for ask in asks]
            for _ in asks:
                assert waiting.acquire(timeout=30)
            go_on.set()
            assert first.result(30).status_code == 201
            return [one.result(30) for one in found]

        yield all_at_once, sizes


def post(shop: Shop, who: str, body: dict[str, Any], **headers: str) -> Ask:
    return lambda: shop.api[who].raw("POST", f"{shop.v1}/machine", json=body, headers=headers)


def patch(shop: Shop, who: str, record: str, body: dict[str, Any], **headers: str) -> Ask:
    return lambda: shop.api[who].raw("PATCH", f"{shop.v1}/machine/{record}", json=body, headers=headers)


def test_each_has_its_own_answer_number_and_history(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = shop.api["admin"]("POST", f"{shop.v1}/maker", json={"name": "Acorn"}, status=201)["data"]["id"]
    asks = [
        post(shop, "admin", {"name": f"Saw {n}", "price": n, "maker": maker}, **{"x-request-id": f"request-{n}"})
        for n in range(8)
    ]
    with _held(shop, monkeypatch) as (all_at_once, sizes):
        answers = all_at_once(*asks)
    assert sizes == [1, 8]
    made = [answer.json()["data"] for answer in answers]
    assert [answer.status_code for answer in answers] == [201] * 8
    assert [one["price"] for one in made] == [f"{n}.00" for n in range(8)]
    assert sorted(one["number"] for one in made) == [f"M-{n:05}" for n in range(1, 9)]
    api = shop.api["admin"]
    for n, one in enumerate(made):
        path = f"{shop.v1}/machine/{one['id']}"
        assert answers[n].headers["location"] == path
        assert api("GET", path)["data"] == one
        assert [event["cause"]["ref"] for event in api("GET", f"{path}/history")["data"]] == [f"request-{n}"]
    assert api("GET", f"{shop.v1}/maker/{maker}")["data"]["worth"] == "28.00"
    assert api("GET", f"{shop.v1}/maker/{maker}")["data"]["machine_count"] == 8


def test_an_error_goes_to_the_one_who_made_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = shop.api["admin"]("POST", f"{shop.v1}/machine", json={"name": "Old"}, status=201)["data"]["id"]
    with _held(shop, monkeypatch) as (all_at_once, sizes):
        good, worn, twice, same, absent, shapeless, first, second = all_at_once(
            post(shop, "admin", {"name": "Good"}),
            post(shop, "admin", {"name": "Worn", "kind": "saw", "wear": 95}),
            post(shop, "admin", {"name": "Twice", "code": "T-1"}),
            post(shop, "admin", {"name": "Same", "code": "T-1"}),
            patch(shop, "admin", "0197aaaa-0000-7000-8000-000000000000", {"name": "Nobody"}),
            post(shop, "admin", {"nmae": "Typing"}),
            patch(shop, "admin", machine, {"price": 5}, **{"If-Match": '"1"'}),
            patch(shop, "admin", machine, {"price": 6}, **{"If-Match": '"1"'}),
        )
    assert sizes == [1, 8]
    assert good.status_code == 201
    assert codes(worn.json()) == [("$.wear", "rule.no_hot_saw")]
    assert sorted([twice.status_code, same.status_code]) == [201, 409]
    assert absent.status_code == 404
    assert ("$.nmae", "unknown_field") in codes(shapeless.json())
    assert sorted([first.status_code, second.status_code]) == [200, 409]
    kept = shop.api["admin"]("GET", f"{shop.v1}/machine/{machine}")["data"]
    assert kept["price"] == ("5.00" if first.status_code == 200 else "6.00")
    assert kept["rev"] == 2


def test_each_writes_and_reads_with_their_own_rights(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    other = shop.api["other"]("POST", f"{shop.v1}/machine", json={"name": "Theirs"}, status=201)["data"]["id"]
    with _held(shop, monkeypatch) as (all_at_once, sizes):
        mine, admins, hidden, not_mine, nobody = all_at_once(
            post(shop, "fitter", {"name": "Mine"}),
            post(shop, "admin", {"name": "Given", "badge": "B-77", "owner": shop.people["fitter"]}),
            post(shop, "fitter", {"name": "No", "secret": "x"}),
            patch(shop, "fitter", other, {"name": "Taken"}),
            lambda: shop.client.post(f"{shop.v1}/machine", json={}, headers={"Authorization": "Bearer dgt_none"}),
        )
    assert sizes == [1, 4]
    assert mine.status_code == admins.status_code == 201
    assert mine.json()["data"]["owner"]["id"] == shop.people["fitter"]
    assert "secret" not in mine.json()["data"]
    assert admins.json()["data"]["badge"] == "B-77"
    assert hidden.status_code == 403
    assert not_mine.status_code == 404
    assert nobody.status_code == 401
    shown = shop.api["fitter"]("GET", f"{shop.v1}/machine/{admins.json()['data']['id']}")["data"]
    assert shown["badge"] != "B-77"


def test_what_breaks_the_group_breaks_nobody_else(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, bunch = small_shop, single._write_bunch

    def broken(context: Any, some: Any) -> None:
        bunch(context, some)
        if len(some) > 1:
            raise RuntimeError("the database went away")

    monkeypatch.setattr(single, "_write_bunch", broken)
    with _held(shop, monkeypatch) as (all_at_once, sizes):
        answers = all_at_once(*(post(shop, "admin", {"name": f"Saw {n}"}) for n in range(3)))
    assert sizes == [1, 3]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len(shop.api["admin"]("GET", f"{shop.v1}/machine")["data"]) == 3


def test_lines_and_given_ids_are_written_alone(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop, given = small_shop, "0197aaaa-0000-7000-8000-000000000001"
    with _held(shop, monkeypatch) as (all_at_once, sizes):
        lines, named = all_at_once(
            post(shop, "admin", {"name": "Lined", "parts": [{"name": "Blade", "price": 3}]}),
            post(shop, "admin", {"name": "Named", "id": given}),
        )
    assert sizes == [1, 2]
    assert lines.json()["data"]["cost"] == "3.00"
    assert named.json()["data"]["id"] == given
