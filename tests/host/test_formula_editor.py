"""The formula editor's questions over HTTP: type, problems with what mends them, five records, what may stand at the cursor."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, made, visitor

ROLE = {
    "$schema": "dougong/role/1", "key": "mason", "label": {"zh-CN": "泥瓦匠", "en": "Mason"},
    "entities": {"repair": {"read": "all", "update": "all", "create": True}},
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"roles/mason.json": ROLE}))


@pytest.fixture
def contents() -> Make:
    return furnished


def ask(client: TestClient, question: str, text: str, status: int = 200, **more: Any) -> Any:
    token = csrf(client.get("/repair/new").text)
    content = {"entity": "repair", "text": text, **more}
    answer = client.post(f"/studio/formula/{question}", json=content, headers={"X-CSRF-Token": token})
    assert answer.status_code == status, answer.text
    return answer.json() if status == 200 else None


def test_a_formula_is_checked_and_tried_on_five_records(client: TestClient, office: Workspace) -> None:
    for n in range(7):
        made(office, "repair", name=f"Repair {n}", amount=f"{n}.50", stage="open")
    found = ask(client, "check", "amount ＊ 2 + SUM(parts.cost)", expected="money")
    assert (found["text"], found["problems"]) == ("amount * 2 + SUM(parts.cost)", [])
    assert (found["type"]["name"], found["type"]["scale"], found["type"]["words"]) == ("money", 2, "金额")
    assert found["fields"] == ["amount", "parts", "parts.price", "parts.quantity"]
    assert found["places"] == ["javascript", "python", "sql"]
    assert [(one["title"], float(one["value"])) for one in found["preview"]] == [
        (f"Repair {n}", n * 2 + 1) for n in (6, 5, 4, 3, 2)
    ]
    new = ask(client, "check", "ISNEW()")
    assert (new["places"], new["preview"]) == (["javascript", "python"], [])


def test_what_is_wrong_says_where_and_how_to_mend_it(client: TestClient) -> None:
    found = ask(client, "check", "amout * 2")
    (problem,) = found["problems"]
    assert (found["type"], found["preview"]) == (None, [])
    assert (problem["start"], problem["end"], problem["replacement"]) == (0, 5, "amount * 2")
    assert "amount" in problem["message"] + problem["fix"]
    assert ask(client, "check", "name", expected="money")["problems"]
    assert ask(client, "check", "")["problems"]


def test_words_and_pinyin_find_what_may_stand_at_the_cursor(client: TestClient) -> None:
    found = ask(client, "complete", "IF(amount > 1, jine", position=19)
    best = found["completions"][0]
    assert (best["kind"], best["insert"], best["label"], best["start"], best["end"]) == (
        "field",
        "amount",
        "金额",
        15,
        19,
    )
    assert (found["call"]["name"], found["call"]["argument"], found["call"]["parameter"]) == ("IF", 1, "then")
    assert "SUM(" in [one["insert"] for one in ask(client, "complete", "求和", position=2)["completions"]]
    assert ask(client, "complete", "amount", position=6)["call"] is None


def test_only_who_may_design_asks(client: TestClient, office: Workspace) -> None:
    ask(client, "check", "1", status=404, entity="nothing")
    ask(client, "check", "1" * 20_000, status=422)
    assert client.post("/studio/formula/check", json={"entity": "repair", "text": "1"}).status_code == 403
    made(office, "person", name="Mason", login="mason", roles=["mason"])
    with visitor(office, "mason") as other:
        ask(other, "check", "amount", status=403)
        ask(other, "complete", "amount", status=403)
