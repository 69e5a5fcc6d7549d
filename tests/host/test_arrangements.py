"""Boards, calendars, timelines, galleries, trees and places: what they show, whom they show it to, what they ask of the database."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.web.pages.arrangements.registry import ARRANGEMENTS
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


def _text(words: str) -> dict[str, str]:
    return {"zh-CN": words, "en": words}


def yard() -> Bundle:
    """A boatyard: boats with a path, an amount, days, a picture, an address and boats below boats."""
    choice = [
        {"key": key, "label": _text(key.title()), "colour": hue}
        for key, hue in (("dry", "gray"), ("afloat", "blue"), ("sold", "green"))
    ]
    fields: list[dict[str, Any]] = [
        {"key": "name", "type": "text", "label": _text("Name"), "required": True, "search": True},
        {"key": "stage", "type": "choice", "label": _text("Stage"), "default": "dry", "options": choice},
        {"key": "price", "type": "money", "label": _text("Price")},
        {"key": "begins", "type": "date", "label": _text("Begins")},
        {"key": "ends", "type": "date", "label": _text("Ends")},
        {"key": "task", "type": "text", "label": _text("Task")},
        {"key": "photo", "type": "image", "label": _text("Photo")},
        {"key": "berth", "type": "address", "label": _text("Berth")},
        {"key": "tows", "type": "link", "to": "boat", "tree": True, "on_delete": "clear", "label": _text("Towed by")},
    ]  # fmt: skip
    boat = {
        "$schema": "dougong/entity/1", "key": "boat", "label": _text("Boat"), "plural": _text("Boats"), "title": "name", "fields": fields,
        "pipeline": {
            "field": "stage", "stages": {
                "dry": {"probability": 10, "stale_days": 5}, "afloat": {"probability": 50}, "sold": {"outcome": "won"}},
            "moves": [["dry", "afloat"], ["afloat", "sold"], ["afloat", "dry"]], "gates": {"sold": {"require": ["price"]}},
        },
    }  # fmt: skip
    card = {
        "lines": ["price"],
        "next": "task",
        "due": "ends",
        "avatar": "owner",
        "alert_when": "price > 900",
        "alert_words": _text("dear: {price}"),
    }
    views = {
        "board": {"type": "kanban", "group": "stage", "sums": ["price"], "card": card, "sort": ["name"]},
        "days": {"type": "calendar", "start": "begins", "end": "ends", "colours": [{"when": "price > 900", "colour": "red"}]},
        "bars": {"type": "timeline", "start": "begins", "end": "ends"},
    }  # fmt: skip
    documents: dict[str, dict[str, Any]] = {
        "app.json": {"$schema": "dougong/app/1", "key": "yard", "version": "1.0.0", "label": _text("Yard")},
        "entities/boat.json": boat,
        "roles/rower.json": {
            "$schema": "dougong/role/1", "key": "rower", "label": _text("Rower"),
            "entities": {"boat": {"read": "own", "update": "own", "fields": {"price": "masked"}}},
        },
    }  # fmt: skip
    documents["roles/guest.json"] = {
        "$schema": "dougong/role/1", "key": "guest", "label": _text("Guest"), "entities": {"boat": {"read": "all"}},
    }  # fmt: skip
    for key, view in views.items():
        documents[f"views/boat_{key}.json"] = {
            "$schema": "dougong/view/1", "key": f"boat_{key}", "entity": "boat", "label": _text(key), **view,
        }  # fmt: skip
    return bundle_from_files((path, json.dumps(document).encode()) for path, document in documents.items())


def furnished(workspace: Workspace) -> None:
    install(workspace, yard(), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


def boats(office: Workspace, count: int, owner: str | None = None) -> list[str]:
    """Dry ones of 100 each that begin today, one after another."""
    made = [
        Create(
            "boat",
            {
                "name": f"Boat {n:03}",
                "price": "100",
                "begins": TODAY,
                "ends": TODAY + timedelta(days=3),
                "owner": owner,
            },
        )
        for n in range(count)
    ]
    with office.writing(SYSTEM) as context:
        written = write(context, made, Cause("user"))
        assert written.written, written.problems
    return [one.id for one in written.outcomes]


def person(office: Workspace, login: str) -> str:
    with office.reading(SYSTEM) as context:
        return str(find(context, Query("person", ("id",), filter=f'login = "{login}"')).rows[0]["id"])


def post(client: TestClient, path: str, **fields: str) -> Any:
    page = client.get("/boat?view=boat_board").text
    return client.post(path, data={"_csrf": csrf(page), **fields}, headers={"HX-Request": "true"})


def counted(client: TestClient, path: str) -> int:
    """The least of three times, when everything is compiled."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    found = []
    assert client.get(path).status_code == 200, path
    for _ in range(3):
        event.listen(Engine, "before_cursor_execute", note)
        try:
            seen.clear()
            client.get(path)
            found.append(len(seen))
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    return min(found)


def test_a_board_counts_adds_up_and_weighs(office: Workspace) -> None:
    boats(office, 25)
    with visitor(office, "admin") as client:
        page = client.get("/boat?view=boat_board").text
    assert len(re.findall(r'<li class="kc"', page)) == 20, "the first cards of a column"
    assert ">25</span>" in page
    assert "2,500" in page
    assert re.search(r"(加权|Weighted) ¥250<", page), "a tenth of 2,500"
    assert "column=dry" in page, "the rest is loaded when it comes into sight"
    assert re.search(r'class="kcol shut" id="kc-2"', page), "a closed stage is folded"


def test_marks_of_a_card_come_from_its_definition(office: Workspace) -> None:
    with office.writing(SYSTEM) as context:
        made = [
            Create("boat", {"name": "Cheap", "price": "1", "task": "Paint", "ends": TODAY - timedelta(days=2)}),
            Create("boat", {"name": "Dear", "price": "1000"}),
        ]
        assert write(context, made, Cause("user")).written
    with visitor(office, "admin") as client:
        page = client.get("/boat?view=boat_board").text
    cheap, dear = re.findall(r'<li class="kc".*?</li>', page, re.DOTALL)
    assert 'class="n late"' in cheap
    assert "stale" not in cheap
    assert "dear: 1000" in dear
    assert 'class="n none"' in dear, "no next step is said"


def test_a_move_is_written_undone_and_refused_with_its_reason(office: Workspace) -> None:
    (boat,) = boats(office, 1)
    with visitor(office, "admin") as client:
        moved = post(client, f"/boat/{boat}/place", rev="1", view="boat_board", **{"f.stage": "afloat"})
        assert moved.status_code == 200
        assert 'id="kh-1"' in moved.text, "heads are drawn anew"
        assert f'id="k-{boat}"' in moved.text
        events = json.loads(moved.headers["hx-trigger"])
        assert stage(office, boat) == "afloat"
        assert post(client, events["toast"]["undo"]).status_code == 204
        assert stage(office, boat) == "dry"
        refused = post(client, f"/boat/{boat}/place", view="boat_board", **{"f.stage": "sold"})
        said = json.loads(refused.headers["hx-trigger"])
        assert said["refused"]["id"] == boat
        assert "Boat 000" in said["toast"]["text"]
        assert stage(office, boat) == "dry"


def test_a_gate_asks_and_its_answer_moves(office: Workspace) -> None:
    with office.writing(SYSTEM) as context:
        boat = write(context, [Create("boat", {"name": "Bare", "stage": "afloat"})], Cause("user")).outcomes[0].id
    with visitor(office, "admin") as client:
        asked = post(client, f"/boat/{boat}/place", view="boat_board", **{"f.stage": "sold"})
        assert asked.status_code == 422
        assert asked.headers["hx-retarget"] == "#dialog"
        assert 'name="f.price"' in asked.text
        assert 'name="view" value="boat_board"' in asked.text, "the board's state goes along"
        done = post(client, f"/boat/{boat}/place", view="boat_board", **{"f.stage": "sold", "f.price": "5"})
        assert done.status_code == 200
    assert stage(office, boat) == "sold"


def stage(office: Workspace, boat: str) -> str:
    with office.reading(SYSTEM) as context:
        return str(find(context, Query("boat", ("stage",), ids=(boat,))).rows[0]["stage"])


def test_rights_hold_on_every_arrangement(office: Workspace) -> None:
    """A viewer sees own rows only, and no sum of a masked field."""
    boats(office, 3)
    with office.writing(SYSTEM) as context:
        made = write(
            context,
            [Create("person", {"name": "Ro", "login": "ro", "roles": ["rower"], "active": True})],
            Cause("user"),
        )
        assert made.written, made.problems
    boats(office, 1, person(office, "ro"))
    with visitor(office, "ro") as client:
        for kind in ("list", *(one.key for one in ARRANGEMENTS)):
            page = client.get(f"/boat?view=boat_board&as={kind}")
            assert page.status_code == 200, kind
            assert ("Boat 000" in page.text) == (kind != "calendar"), f"{kind}: a calendar's days come by themselves"
            assert "Boat 001" not in page.text, kind
            assert "¥100" not in page.text, kind
        board = client.get("/boat?view=boat_board").text
        assert "加权 ¥" not in board
        assert "¥" not in board, "neither amounts nor sums"
        assert "stale" not in board, "a mark would tell the masked value"
        found = client.get(f"/boat/events?view=boat_days&first={TODAY}&last={TODAY + timedelta(days=7)}").json()
        assert [one["title"] for one in found] == ["Boat 000"]


def test_what_may_not_be_moved_says_why(office: Workspace) -> None:
    boats(office, 1)
    with office.writing(SYSTEM) as context:
        guest = Create("person", {"name": "Gus", "login": "gus", "roles": ["guest"], "active": True})
        assert write(context, [guest], Cause("user")).written
    for who, told in (("gus", 1), ("admin", 0)):
        with visitor(office, who) as client:
            for kind in ("days", "bars"):
                page = client.get(f"/boat?view=boat_{kind}").text
                assert page.count("没有修改“Begins”的权限") == told, (who, kind)
                assert ("data-moves" in page) != told


def test_a_calendar_gives_what_touches_its_days(office: Workspace) -> None:
    with office.writing(SYSTEM) as context:
        made = [
            Create("boat", {"name": "Long", "begins": date(2026, 1, 1), "ends": date(2026, 3, 1), "price": "1000"}),
            Create("boat", {"name": "Gone", "begins": date(2025, 1, 1), "ends": date(2025, 1, 2)}),
            Create("boat", {"name": "Never"}),
        ]
        assert write(context, made, Cause("user")).written
    with visitor(office, "admin") as client:
        found = client.get("/boat/events?view=boat_days&first=2026-02-01&last=2026-03-01").json()
        assert [(one["title"], one["start"], one["end"], one["className"]) for one in found] == [
            ("Long", "2026-01-01", "2026-03-02", "hue-red")
        ]
        page = client.get("/boat?view=boat_days").text
        assert re.search(r"1 条没有日期|1 without a day", page)
        assert client.get("/boat/events?view=boat_days&first=never&last=9999-99-99").status_code == 200


def test_a_tree_opens_branch_by_branch(office: Workspace) -> None:
    tug, *others = boats(office, 3)
    with visitor(office, "admin") as client:
        for boat in others:
            assert post(client, f"/boat/{boat}/place", **{"f.tows": tug}).status_code == 200
        page = client.get("/boat?as=tree").text
        assert page.count('aria-level="1"') == 1
        assert f'data-id="{tug}"' in page
        branch = client.get(f"/boat/branch?as=tree&parent={tug}&level=2&above=/{tug}").text
        assert branch.count('aria-level="2"') == 2
        circle = post(client, f"/boat/{tug}/place", **{"f.tows": others[0]})
        assert "refused" in json.loads(circle.headers["hx-trigger"])
        assert client.get("/boat/branch?parent=nobody").status_code == 404


def test_places_are_listed_by_region(office: Workspace) -> None:
    with office.writing(SYSTEM) as context:
        made = [Create("boat", {"name": "Junk", "berth": {"region": "福建 厦门", "detail": "港 1 号"}})]
        assert write(context, made, Cause("user")).written
    with visitor(office, "admin") as client:
        page = client.get("/boat?as=map").text
    assert "<h2>福建" in page
    assert 'href="geo:0,0?q=' in page
    assert "http" not in re.sub(r"<(svg|link|script|meta)[^>]*>", "", page).replace("http://localhost", ""), (
        "nothing comes from outside"
    )


@pytest.mark.parametrize("kind", [one.key for one in ARRANGEMENTS])
def test_statements_do_not_grow_with_records(office: Workspace, kind: str) -> None:
    boats(office, 5)
    with visitor(office, "admin") as client:
        few = counted(client, f"/boat?as={kind}&sort=name")
        boats(office, 60)
        assert counted(client, f"/boat?as={kind}&sort=name") == few


def test_what_cannot_be_arranged_so_is_a_table(office: Workspace) -> None:
    with visitor(office, "admin") as client:
        assert 'id="kb"' not in client.get("/boat?as=nonsense").text
        wrong = client.get("/boat?as=kanban&filter=price+%3E")
        assert wrong.status_code == 200
        assert "fx-problem" in wrong.text
        assert client.get("/boat/cards?view=boat_board&column=nothing").status_code == 422
        assert client.get("/boat/cards?view=boat_board&column=%22%20OR%201&offset=-1").status_code == 404


def test_a_column_says_where_its_cards_may_come_from(office: Workspace) -> None:
    with visitor(office, "admin") as client:
        page = client.get("/boat?view=boat_board").text
    takes = dict(re.findall(r'data-key="(\w+)" data-takes="([^"]*)"', page))
    assert takes == {"dry": "afloat", "afloat": "dry", "sold": "afloat"}
