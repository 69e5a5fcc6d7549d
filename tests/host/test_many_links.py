"""Links to many: their ends in lists, exports and the API, and edited in place as a set that two people may change at once."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.query.find import find, get
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.support.copies import Make
from tests.support.pages import base_of, csrf, visitor
from tests.support.slip import slip

ALIVE = {"HX-Request": "true"}


def furnished(workspace: Workspace) -> None:
    install(workspace, slip(), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(database: Database) -> Iterator[Workspace]:
    found = open_workspace(database.settings, database.key, FixedClock())
    yield found
    found.close()


@pytest.fixture
def hands(workspace: Workspace) -> list[str]:
    """Ann, Ben, Cem and Dan."""
    with workspace.writing(SYSTEM) as context:
        rows = [{"name": name, "login": name.lower(), "active": True} for name in ("Ann", "Ben", "Cem", "Dan")]
        return [one.id for one in write(context, [Create("person", row) for row in rows], Cause("user")).outcomes]


@pytest.fixture
def boat(workspace: Workspace, hands: list[str]) -> str:
    with workspace.writing(SYSTEM) as context:
        return write(context, [Create("boat", {"name": "Heron", "hands": hands[:3]})], Cause("user")).outcomes[0].id


class Hand:
    """A person at the page of a boat."""

    def __init__(self, client: TestClient, workspace: Workspace, boat: str) -> None:
        self.client, self.here = client, f"{base_of(workspace)}/boat/{boat}"
        self.head = {**ALIVE, "X-CSRF-Token": csrf(client.get(self.here).text)}

    def opens(self, place: str = "record") -> list[str]:
        """The ids that stood in the editor when it was opened."""
        page = self.client.get(f"{self.here}/field/hands?in={place}", headers=ALIVE).text
        return re.findall(r'name="was" value="([^"]+)"', page)

    def saves(self, was: list[str], now: list[str], place: str = "record", typed: str = ""):  # type: ignore[no-untyped-def]
        data = {"place": place, "was": was, "f.hands": ["", *now], "t.hands": typed, "columns": "name,hands"}
        return self.client.post(f"{self.here}/field/hands", data=data, headers=self.head)


def names(workspace: Workspace, boat: str) -> list[str]:
    with workspace.reading(SYSTEM) as context:
        row = get(context, "boat", boat, ("hands",))
        assert row is not None
        return sorted(one["title"] for one in row["hands"])


def test_a_list_asks_for_the_ends_of_all_its_rows_at_once(workspace: Workspace, boat: str, hands: list[str]) -> None:
    with workspace.writing(SYSTEM) as context:
        other = write(context, [Create("boat", {"name": "Wren", "hands": hands[3:]})], Cause("user")).outcomes[0].id
        rows = find(context, Query("boat", ("name", "hands"), sort=("name",))).rows
    assert [[one["title"] for one in row["hands"]] for row in rows if row["id"] == other] == [["Dan"]]
    assert names(workspace, boat) == ["Ann", "Ben", "Cem"]
    with visitor(workspace, "admin") as client:
        page = client.get(f"{base_of(workspace)}/boat?columns=name,hands").text
        assert 'title="Ann, Ben, Cem"' in page or 'title="Ann、Ben、Cem"' in page
        assert page.count('data-edit="hands"') == 2
        assert "sort=hands" not in page
        told = client.get(f"{base_of(workspace)}/api/v1/boat?fields=name,hands&sort=name").json()["data"][0]
        assert sorted(one["title"] for one in told["hands"]) == ["Ann", "Ben", "Cem"]
        same = client.patch(
            f"{base_of(workspace)}/api/v1/boat/{boat}",
            json={"hands": told["hands"]},
            headers={"X-CSRF-Token": csrf(page)},
        )
        assert same.status_code == 200, same.text


def test_two_people_change_the_set_at_once_and_both_are_right(
    workspace: Workspace, boat: str, hands: list[str]
) -> None:
    ann, ben, cem, dan = hands
    with visitor(workspace, "admin") as client:
        one = Hand(client, workspace, boat)
        was = one.opens()
        assert sorted(was) == sorted(hands[:3])
        assert one.saves(was, [ann, ben, cem, dan]).status_code == 200  # puts Dan in
        answer = one.saves(was, [ann, cem], "list")  # from what stood there before, takes Ben out
        assert answer.status_code == 200 and answer.headers["hx-retarget"] == f"#r-{boat}"
        assert names(workspace, boat) == ["Ann", "Cem", "Dan"]
        undo = re.search(r'"undo": "([^"]+)"', answer.headers["hx-trigger"])
        assert undo is not None
        assert client.post(undo[1], headers=one.head).status_code == 204
        assert names(workspace, boat) == ["Ann", "Ben", "Cem", "Dan"]


def test_a_name_left_open_is_looked_up_or_told(workspace: Workspace, boat: str, hands: list[str]) -> None:
    with visitor(workspace, "admin") as client:
        one = Hand(client, workspace, boat)
        was = one.opens()
        assert one.saves(was, was, typed="Dan").status_code == 200
        assert names(workspace, boat) == ["Ann", "Ben", "Cem", "Dan"]
        refused = one.saves(was, was[:1], typed="Nobody")
        assert refused.status_code == 422 and "Nobody" in refused.text
        assert "Ann" in refused.text and names(workspace, boat) == ["Ann", "Ben", "Cem", "Dan"]


@pytest.fixture
def fleet(workspace: Workspace, boat: str, hands: list[str]) -> dict[str, str]:
    """Heron with Ann, Ben and Cem; Wren with Dan; Teal with nobody."""
    with workspace.writing(SYSTEM) as context:
        rows = [Create("boat", {"name": "Wren", "hands": hands[3:]}), Create("boat", {"name": "Teal"})]
        wren, teal = (one.id for one in write(context, rows, Cause("user")).outcomes)
    return {"Heron": boat, "Wren": wren, "Teal": teal}


def listed(client: TestClient, workspace: Workspace, operator: str, *values: str) -> tuple[list[str], str]:
    """The boats that one condition on the hands leaves, and the chip that says it."""
    asked = {"field_": "hands", "operator_": operator, "value_": list(values)}
    answer = client.get(f"{base_of(workspace)}/boat/filtered", params=asked)
    page = client.get(answer.headers["location"]).text
    chips = page.partition('<span class="fc" data-chip')[2].partition('id="rows"')[0]
    cells = re.findall(r"<summary[^>]*>(.*?)</summary>", chips, re.DOTALL)
    words = (" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in cells)
    return [name for name in ("Heron", "Teal", "Wren") if f">{name}</a>" in page], " ".join(words)


def test_a_list_is_filtered_by_who_is_linked(workspace: Workspace, fleet: dict[str, str], hands: list[str]) -> None:
    ann, ben, _, dan = hands
    with visitor(workspace, "admin") as client:
        assert listed(client, workspace, "holds", ann, dan) == (["Heron", "Wren"], "帮手 包含任一 Ann、Dan")
        assert listed(client, workspace, "holds", ben) == (["Heron"], "帮手 包含任一 Ben")
        assert listed(client, workspace, "lacks", ben, dan) == (["Teal"], "帮手 不包含 Ben、Dan")
        assert listed(client, workspace, "linked") == (["Heron", "Wren"], "帮手 不为空")
        assert listed(client, workspace, "unlinked") == (["Teal"], "帮手 为空")
        assert listed(client, workspace, "holds", "$user") == ([], "帮手 包含任一 我")
        editor = client.get(f"{base_of(workspace)}/boat/filter?field=hands&index=new").text
        assert "Dan" in editor and "包含任一" in editor


def bulk(client: TestClient, workspace: Workspace, ids: list[str], how: str, *given: str):  # type: ignore[no-untyped-def]
    token = csrf(client.get(f"{base_of(workspace)}/boat").text)
    data = {"id": ids, "field": "hands", "how": how, "f.hands": ["", *given]}
    return client.post(f"{base_of(workspace)}/boat/bulk/set", data=data, headers={**ALIVE, "X-CSRF-Token": token})


def test_links_of_many_records_are_put_in_taken_out_and_replaced(
    workspace: Workspace, fleet: dict[str, str], hands: list[str]
) -> None:
    _, ben, _, dan = hands
    every = list(fleet.values())
    with visitor(workspace, "admin") as client:
        dialog = client.get(f"{base_of(workspace)}/boat/bulk", params={"action": "edit", "id": every, "field": "hands"})
        assert re.findall(r'name="how" value="(\w+)"', dialog.text) == ["add", "remove", "replace"]
        first = bulk(client, workspace, every, "add", ben, dan)
        assert [names(workspace, one) for one in every] == [
            ["Ann", "Ben", "Cem", "Dan"],
            ["Ben", "Dan"],
            ["Ben", "Dan"],
        ]
        undo = re.search(r'"undo": "([^"]+)"', first.headers["hx-trigger"])
        token = csrf(client.get(f"{base_of(workspace)}/boat").text)
        assert undo and client.post(undo[1], headers={**ALIVE, "X-CSRF-Token": token}).status_code == 204
        assert [names(workspace, one) for one in every] == [["Ann", "Ben", "Cem"], ["Dan"], []]
        bulk(client, workspace, every, "remove", ben, dan)
        assert [names(workspace, one) for one in every] == [["Ann", "Cem"], [], []]
        bulk(client, workspace, every[:2], "replace", dan)
        assert [names(workspace, one) for one in every] == [["Dan"], ["Dan"], []]
        assert "hx-trigger" in bulk(client, workspace, every, "add").headers
        bulk(client, workspace, every, "replace")
        assert [names(workspace, one) for one in every] == [[], [], []]
