"""The condition builder: every condition as rows and back, values as people write them, over the fields of the draft; and the
same operators in the filters of lists."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.web.pages.conditions import Condition
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.studio.condition_rows import Asking, Row, Rows, rows_of, written
from dougong.host.workspaces import Workspace
from dougong.records.rights import SYSTEM

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, made, post


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())


@pytest.fixture
def contents() -> Make:
    return furnished


def leaves(rows: Rows | Row) -> list[Row]:
    return [rows] if isinstance(rows, Row) else [leaf for one in rows.parts for leaf in leaves(one)]


READ = {
    "price > 100": ("price", ">", "number"),
    "price >= weight * 2": ("price", ">=", "formula"),
    "price * 2 > 3": ("", "", "leaf"),
    'kind IN ("k1", "k2")': ("kind", "in", "options"),
    'kind = "k1"': ("kind", "in", "options"),
    'CONTAINS(kinds, "a")': ("kinds", "has", "options"),
    'NOT (CONTAINS(kinds, "a") OR CONTAINS(kinds, "b"))': ("kinds", "has_not", "options"),
    '(CONTAINS(marks, "x") OR CONTAINS(marks, "y"))': ("marks", "has", "words"),
    'CONTAINS(name, "x")': ("name", "contains", "text"),
    'NOT CONTAINS(name, "x")': ("name", "not_contains", "text"),
    "NOT ISBLANK(keeper)": ("keeper", "filled", "none"),
    "keeper = $user": ("keeper", "in", "options"),
    "keeper.department = $user.department": ("keeper.department", "=", "leaf"),
    "day < TODAY() - 7": ("day", "<", "formula"),
    'DURING(day, "last_days", 30)': ("day", "during", "period"),
    "fine": ("fine", "yes", "none"),
    "NOT fine": ("fine", "no", "none"),
    'repair.stage = "open"': ("repair.stage", "in", "options"),
    "double > 3": ("double", ">", "number"),
}


def test_every_condition_is_read_and_what_is_touched_says_the_same(office: Workspace) -> None:
    with office.reading(SYSTEM) as context:
        model = context.store.model
        asking = Asking(model, model.entities["specimen"], context, Look("zh-CN", "Asia/Shanghai", context.now))
        for source, (path, operator, kind) in READ.items():
            rows, _ = rows_of(asking, source)
            assert rows is not None
            (row,) = leaves(rows)
            assert row.text in (source, source[1:-1])
            if kind == "leaf":
                assert row.kind == "leaf"
                continue
            assert (row.path, row.operator, row.kind) == (path, operator, kind), source
            again = written(asking, Condition(row.path, row.operator, _values(row), row.kind == "formula"))
            assert _plain(again) == _plain(source), source


def _values(row: Row) -> tuple[str, ...]:
    if row.kind == "period":
        chosen = next(one.value for one in row.periods if one.on)
        return (f"{chosen}:{row.days}" if chosen == "last_days" else chosen,)
    return tuple(one.value for one in row.choices if one.on) if row.kind == "options" else (row.value,)


def _plain(source: str) -> str:
    return re.sub(r"[()]", "", source.replace(' IN ("k1")', ' = "k1"'))


def ask(client: TestClient, question: str, **content: Any) -> Any:
    token = csrf(client.get("/repair/new").text)
    return client.post(f"/studio/formula/{question}", json=content, headers={"X-CSRF-Token": token})


def test_rows_are_written_with_groups_and_values_as_people_give_them(client: TestClient) -> None:
    rows = [
        {"path": "due", "operator": "<", "values": ["2026/11/22"]},
        {"text": "amount > 1 OR ISBLANK(due)"},
        {"join": "OR", "parts": [
            {"path": "stage", "operator": "in", "values": ["open", "mended"]},
            {"path": "name", "operator": "contains", "values": ['a "b"']},
            {"path": "amount", "operator": ">", "values": []},
        ]},
        {"path": "due", "operator": ">=", "values": ["TODAY() + 1"], "formula": True},
    ]  # fmt: skip
    answer = ask(client, "written", entity="repair", group={"join": "AND", "parts": rows}).json()
    assert answer == {
        "text": 'due < "2026-11-22" AND (amount > 1 OR ISBLANK(due)) AND (stage IN ("open", "mended") OR '
        'CONTAINS(name, "a ""b""")) AND due >= TODAY() + 1',
        "unfinished": 1, "problems": [],
    }  # fmt: skip
    wrong = ask(client, "written", entity="repair", group={"join": "AND", "parts": [{"text": "amount >"}]}).json()
    assert wrong["text"] is None and wrong["problems"]


def test_what_rows_do_not_show_well_says_why(client: TestClient) -> None:
    def why(source: str) -> str:
        return re.search(r'data-why="([^"]*)"', ask(client, "rows", entity="repair", text=source).text)[1]  # type: ignore[index]

    assert why('stage = "open" AND amount + 1 > 2') == ""
    assert "注释" in why("amount > 1 // dear")
    assert "公式" in why("amount + 1 > 2")
    assert "错" in why("amount >")
    assert ask(client, "rows", entity="nothing", text="").status_code == 404


def test_fields_of_the_draft_are_offered_and_checked(client: TestClient) -> None:
    assert post(client, "/studio/entity/repair", do="add", value="number", after="amount").status_code in (200, 303)
    page = ask(client, "rows", entity="repair", text="").text
    added = set(re.findall(r'<option value="(number\w*)">', page))
    assert len(added) == 1
    (key,) = added
    checked = ask(client, "check", entity="repair", text=f"{key} > 1", expected="bool").json()
    assert (checked["problems"], checked["type"]["name"]) == ([], "bool")
    found = ask(client, "complete", entity="repair", text=key[:4], position=4).json()["completions"]
    assert key in [one["insert"] for one in found]
    assert key in ask(client, "names", entity="repair").text
    row = ask(client, "row", entity="repair", row={"path": key, "operator": ">", "values": ["2"]}).text
    assert 'data-kind="number"' in row and 'value="2"' in row


def test_several_choices_and_tags_are_asked_in_filters_of_lists(client: TestClient, office: Workspace) -> None:
    made(office, "specimen", name="Both", kinds=["a", "b"], marks=["old", "rare"])
    made(office, "specimen", name="One", kinds=["b"], marks=["new"])
    made(office, "specimen", name="None")

    def listed(**asked: str | list[str]) -> tuple[str, list[str]]:
        answer = client.get("/specimen/filtered", params={"field_": "", **asked})
        page = client.get(answer.headers["location"]).text
        return answer.headers["location"], [one for one in ("Both", "One", "None") if f">{one}<" in page]

    editor = client.get("/specimen/filter?field=kinds&index=new").text
    assert 'value="has_not"' in editor and 'value="a"' in editor
    where, names = listed(field_="kinds", operator_="has", value_=["a", "b"])
    assert (names, "CONTAINS" in where) == (["Both", "One"], True)
    assert "包含任一" in client.get(where).text
    assert listed(field_="kinds", operator_="has_not", value_=["a"])[1] == ["One", "None"]
    assert listed(field_="marks", operator_="has", value_="rare，new")[1] == ["Both", "One"]
    assert listed(field_="marks", operator_="blank")[1] == ["None"]
