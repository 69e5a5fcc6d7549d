"""Tables: further rows, colour rules and their why, widths, periods, other days, tags of many, a record beside the list."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.web.pages import figures, list_page, view_routes
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle, bundle_from_files
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.support.copies import Make
from tests.support.day import product_day
from tests.support.pages import csrf, visitor

TODAY = product_day()
HTMX = {"HX-Request": "true"}


def _text(words: str) -> dict[str, str]:
    return {"zh-CN": words, "en": words}


def pottery() -> Bundle:
    """Kilns with a price, two days and tags; five to a page; dear ones inked, late ones tinted."""
    kiln = {
        "$schema": "dougong/entity/1", "key": "kiln", "label": _text("Kiln"), "plural": _text("Kilns"), "title": "name",
        "features": {"tags": True},
        "fields": [
            {"key": "name", "type": "text", "label": _text("Name"), "required": True, "search": True},
            {"key": "price", "type": "money", "label": _text("Price")},
            {"key": "fired", "type": "date", "label": _text("Fired")},
            {"key": "cooled", "type": "date", "label": _text("Cooled")},
        ],
    }  # fmt: skip
    view = {
        "$schema": "dougong/view/1", "key": "kiln_all", "entity": "kiln", "label": _text("All kilns"), "page_size": 5,
        "columns": ["name", "price", "fired", "tags"], "sort": ["name"],
        "colours": [
            {"when": "price > 900", "colour": "red", "field": "price"},
            {"when": 'DURING(fired, "overdue")', "colour": "amber"},
        ],
    }  # fmt: skip
    role = {
        "$schema": "dougong/role/1", "key": "potter", "label": _text("Potter"),
        "entities": {"kiln": {"read": "own", "fields": {"price": "hidden"}}},
    }  # fmt: skip
    sweep = {
        "$schema": "dougong/role/1", "key": "sweep", "label": _text("Sweep"),
        "entities": {"kiln": {"read": "all", "fields": {"name": "hidden", "price": "hidden"}}},
    }  # fmt: skip
    documents: dict[str, Any] = {
        "app.json": {"$schema": "dougong/app/1", "key": "pottery", "version": "1.0.0", "label": _text("Pottery")},
        "entities/kiln.json": kiln,
        "views/kiln_all.json": view,
        "roles/potter.json": role,
        "roles/sweep.json": sweep,
    }
    return bundle_from_files((path, json.dumps(document).encode()) for path, document in documents.items())


def furnished(workspace: Workspace) -> None:
    install(workspace, pottery(), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


def kilns(office: Workspace, *values: dict[str, Any]) -> list[str]:
    with office.writing(SYSTEM) as context:
        written = write(context, [Create("kiln", one) for one in values], Cause("user"))
        assert written.written, written.problems
    return [one.id for one in written.outcomes]


def potter(office: Workspace, role: str = "potter") -> str:
    with office.writing(SYSTEM) as context:
        made = Create("person", {"name": "Mo", "login": "mo", "roles": [role]})
        written = write(context, [made], Cause("user"))
        assert written.written, written.problems
    return written.outcomes[0].id


def post(client: TestClient, path: str, /, **fields: Any) -> Any:
    return client.post(path, data={"_csrf": csrf(client.get("/kiln").text), **fields}, headers=HTMX)


def names(html: str) -> list[str]:
    return re.findall(r"Kiln \d\d", re.sub(r'aria-label="[^"]*"', "", html))


def test_further_rows_and_all_ids(office: Workspace) -> None:
    mo = potter(office)
    ids = kilns(office, *({"name": f"Kiln {n:02}", "owner": mo if n > 9 else None} for n in range(1, 13)))
    with visitor(office, "admin") as client:
        assert names(client.get("/kiln").text)[:5] == [f"Kiln {n:02}" for n in range(1, 6)]
        assert names(client.get("/kiln/rows?page=3").text) == ["Kiln 11", "Kiln 12"]
        assert names(client.get("/kiln/rows?page=3&cards=1").text) == ["Kiln 11", "Kiln 12"]
        assert client.get("/kiln/ids").json()["ids"] == ids
        assert len(client.get('/kiln/ids?filter=name = "Kiln 03"').json()["ids"]) == 1
    with visitor(office, "mo") as client:
        assert names(client.get("/kiln/rows?page=1").text) == ["Kiln 10", "Kiln 11", "Kiln 12"]
        assert client.get("/kiln/ids").json()["ids"] == ids[9:]


def test_who_may_see_none_of_the_columns_finds_the_records_nameless(office: Workspace) -> None:
    potter(office, "sweep")
    (kiln,) = kilns(office, {"name": "Kiln 01"})
    with visitor(office, "mo") as client:
        for asked in ("", "&as=gallery", "&as=kanban", "&as=calendar", "&as=timeline", "&as=tree", "&group=owner"):
            page = client.get(f"/kiln?columns=price{asked}")
            assert page.status_code == 200, asked
            assert "Kiln 01" not in page.text
        listed = client.get("/kiln?columns=price").text
        assert f'href="/kiln/{kiln}"' in listed


def test_beyond_what_is_enough_nobody_counts(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    kilns(office, *({"name": f"Kiln {n:02}", "price": "1"} for n in range(1, 13)))
    with visitor(office, "admin") as client:
        post(client, "/kiln/views", label="Early", filter='name < "Kiln 05"')
        (key,) = re.findall(r'data-view="(v_\w+)"', client.get("/kiln").text)

        def seen() -> tuple[str, str, list[str]]:
            searched = client.get("/kiln?q=kiln").text
            foot = re.findall(r"<b>([\d+]+)</b> 条", searched)
            counts = client.get("/kiln/views/counts").text
            assert "vc-kiln_all" not in client.get("/kiln/views/counts?shown=kiln_all").text
            tabs = [re.findall(rf'id="vc-{one}"[^>]*>([^<]*)<', counts)[0] for one in ("kiln_all", key)]
            return foot[0], "有" if "¥12" in searched else "无", tabs

        assert seen() == ("12", "有", ["12", "4"])
        for module in (figures, list_page, view_routes):
            monkeypatch.setattr(module, "ENOUGH", 10)
        assert seen() == ("10+", "无", ["10+", "4"]), "what is added up of the first ten is nobody's figure"


def test_further_rows_of_groups_say_what_the_whole_group_has(office: Workspace) -> None:
    mo = potter(office)
    kilns(office, *({"name": f"Kiln {n:02}", "price": "10", "owner": mo if n > 5 else None} for n in range(1, 13)))
    head = re.compile(r'data-group="([^"]*)" data-at="(\d+)" data-n="(\d+)"')
    with visitor(office, "admin") as client:
        found = [head.findall(client.get(f"/kiln/rows?group=owner&sort=name&page={page}").text) for page in (1, 2, 3)]
        assert sorted({(key, n) for page in found for key, _, n in page}) == [("", "5"), (mo, "7")]
        assert [page[0][1] for page in found] == ["0", "5", "10"], "a page that begins within a group names it too"
        cards = client.get("/kiln/rows?group=owner&page=1&cards=1").text
        assert cards.count('class="cgrp"') == len(found[0])


def test_colours_say_why_and_tell_nothing_one_may_not_know(office: Workspace) -> None:
    mo = potter(office)
    late = TODAY - timedelta(days=3)
    kilns(office, {"name": "Kiln 01", "price": "1000", "owner": mo}, {"name": "Kiln 02", "fired": late, "owner": mo})
    with visitor(office, "admin") as client:
        page = client.get("/kiln").text
        assert re.search(r'<span class="ink red" title="Price [^"]*900">', page), "words of a rule on a field"
        assert re.search(r'<tr id="r-[^"]+"[^>]* class="tint tint-amber" title="Fired [^"]*"', page)
        assert page.count('class="sw tint') == 2, "the legend names both"
    with visitor(office, "mo") as client:
        page = client.get("/kiln").text
        assert "ink red" not in page
        assert "900" not in page
        assert "tint-amber" in page


def test_a_width_is_ones_own_and_kept_with_a_view(office: Workspace) -> None:
    mo = potter(office)
    kilns(office, {"name": "Kiln 01", "owner": mo})
    with visitor(office, "admin") as client:
        assert post(client, "/kiln/widths", view="kiln_all", path="fired", width="222").status_code == 204
        assert post(client, "/kiln/widths", view="kiln_all", path="fired", width="5").status_code == 422
        assert '<col width="222">' in client.get("/kiln").text
        post(client, "/kiln/views", label="Wide", view="kiln_all", shared="*")
    with visitor(office, "mo") as client:
        assert '<col width="222">' not in client.get("/kiln?view=kiln_all").text
        key = re.search(r"view=(v_\w+)", client.get("/kiln").text)
        assert key
        assert '<col width="222">' in client.get(f"/kiln?view={key[1]}").text


def test_a_period_is_a_condition_like_others(office: Workspace) -> None:
    kilns(office, {"name": "Kiln 01", "fired": TODAY}, {"name": "Kiln 02", "fired": TODAY - timedelta(days=40)})
    with visitor(office, "admin") as client:
        went = client.get("/kiln/filtered?field_=fired&index_=new&period_=last_days&days_=30").headers["location"]
        assert 'DURING(fired, "last_days", 30)' in unquote_plus(went)
        page = client.get(went).text
        assert set(names(page)) == {"Kiln 01"}
        assert re.search(r"最近 30 天|last 30 days", page)
        editor = client.get(
            f"/kiln/filter?field=fired&index=0&operator=during&{went.partition('?')[2]}", headers=HTMX
        ).text
        assert 'value="30"' in editor, "the days that stand in the condition"
        assert 'name="period_" value="this_quarter"' in editor
        wrong = client.get('/kiln?filter=DURING(fired, "some day")').text
        assert "this_quarter" in wrong, "what can be written is said"


def test_a_calendar_goes_by_the_day_one_chooses(office: Workspace) -> None:
    kilns(office, {"name": "Kiln 01", "fired": TODAY, "cooled": TODAY + timedelta(days=2)})
    with visitor(office, "admin") as client:
        page = client.get("/kiln?as=calendar&by=cooled").text
        assert 'data-start="cooled"' in page
        shown = client.get(f"/kiln/events?as=calendar&by=cooled&first={TODAY}&last={TODAY + timedelta(days=9)}").json()
        assert [one["start"] for one in shown] == [str(TODAY + timedelta(days=2))]
        assert 'data-end="cooled"' in client.get("/kiln?as=timeline&by=fired,cooled").text
        assert client.get("/kiln?as=calendar&by=nothing").status_code == 200


def test_many_are_tagged_and_it_is_taken_back(office: Workspace) -> None:
    ids = kilns(office, {"name": "Kiln 01", "tags": ["old"]}, {"name": "Kiln 02"})

    def tags() -> list[list[str]]:
        with office.reading(SYSTEM) as context:
            rows = find(context, Query("kiln", ("name", "tags"), sort=("name",))).rows
        return [list(row["tags"] or []) for row in rows]

    with visitor(office, "admin") as client:
        asked = client.get("/kiln/bulk", params={"action": "tag", "id": ids}, headers=HTMX).text
        assert 'value="remove"' in asked
        done = post(client, "/kiln/bulk/set", id=ids, field="tags", how="add", **{"f.tags": "rare"})
        assert tags() == [["old", "rare"], ["rare"]]
        undo = json.loads(done.headers["hx-trigger"])["toast"]["undo"]
        post(client, "/kiln/bulk/set", id=ids, field="tags", how="remove", **{"f.tags": "old"})
        assert tags() == [["rare"], ["rare"]]
        assert post(client, undo).status_code == 204
        assert tags() == [["old"], []]


def test_a_record_beside_its_list(office: Workspace) -> None:
    potter(office)
    (kiln,) = kilns(office, {"name": "Kiln 01", "price": "1200", "fired": TODAY})
    with visitor(office, "admin") as client:
        found = client.get(f"/kiln/{kiln}/peek", headers=HTMX).text
        assert "<html" not in found
        assert "¥1,200" in found
        assert "data-edit" not in found, "nothing is changed here"
    with visitor(office, "mo") as client:
        assert client.get(f"/kiln/{kiln}/peek", headers=HTMX).status_code == 404


def test_a_value_changed_in_a_row_can_be_taken_back(office: Workspace) -> None:
    (kiln,) = kilns(office, {"name": "Kiln 01", "price": "10"})
    with visitor(office, "admin") as client:
        saved = post(client, f"/kiln/{kiln}/field/price", rev="1", place="list", **{"f.price": "1500"})
        assert "ink red" in saved.text, "the row is drawn with its colours"
        undo = json.loads(saved.headers["hx-trigger"])["toast"]["undo"]
        assert post(client, undo).status_code == 204
        assert "¥10<" in client.get("/kiln").text
