"""The rule designer over HTTP: gestures, what is refused at the property, the back-test beside it and before publishing."""

import html
import re

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import made, post

RULES = {
    "$schema": "dougong/rules/1", "entity": "repair", "rules": [
        {"key": "why", "family": "compute", "field": "cause", "value": "name"},
        {"key": "called", "family": "compute", "field": "name", "value": "\"Repair\"", "when": "ISBLANK(name)"},
    ],
}  # fmt: skip
WHY, CALLED = "workshop/rules/repair.json#why", "workshop/rules/repair.json#called"
HTMX = {"HX-Request": "true", "HX-Target": "main#work", "HX-Current-URL": "http://localhost/studio/rule/repair"}


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"rules/repair.json": RULES}))


@pytest.fixture
def contents() -> Make:
    return furnished


def do(client: TestClient, gesture: str, **values: str) -> str:
    client.headers.update(HTMX)
    answer = post(client, "/studio/rule/repair", page="/studio/rule/repair", do=gesture, **values)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def ids(page: str) -> list[str]:
    return re.findall(r'class="rrow[^>]*data-id="([^"]+)"', page)


def test_a_circle_is_refused_where_it_is_written_and_stays_out_of_the_draft(client: TestClient) -> None:
    page = do(client, "set", rule=CALLED, name="value", value="cause")
    assert "计算字段互相依赖" in page
    assert re.search(r'aria-invalid="true">cause</textarea>', page), page[-4000:]
    page = client.get(f"/studio/rule/repair?at={CALLED.replace('#', '%23')}").text
    assert 'data-publish aria-disabled="true"' in page
    assert "&#34;Repair&#34;" in page


def test_rules_stand_in_the_order_of_a_save_and_gestures_are_kept(client: TestClient) -> None:
    page = do(client, "add", value="validate")
    assert ids(page) == [CALLED, WHY, "workshop/rules/repair.json#check"]  # the name is worked out before what reads it
    page = do(client, "set", rule=ids(page)[2], name="severity", value="warning")
    assert re.search(r"#check.*?提醒", page, re.DOTALL)
    page = do(client, "copy", rule=ids(page)[2])
    assert ids(page)[3].endswith("#check_2")
    page = do(client, "remove", rule=ids(page)[3])
    assert len(ids(page)) == 3
    assert "规则" in client.get("/studio/rule").text


def test_a_rule_is_tried_beside_the_designer_and_before_publishing(client: TestClient, office: Workspace) -> None:
    for n in range(4):
        made(office, "repair", name=f"R{n}", amount=str(n * 100))
    page = do(client, "add", value="validate")
    check = ids(page)[-1]
    do(client, "set", rule=check, name="reject_when", value="amount >= 200")
    do(client, "set", rule=check, name="message.zh-CN", value="太贵")
    test = html.unescape(client.get(f"/studio/rule/repair/back-test?at={check.replace('#', '%23')}").text)
    assert re.search(r'class="rbig">2<', test)
    assert "/ 4 条记录" in test
    assert ">R3<" in test and ">R2<" in test and ">R1<" not in test
    do(client, "set", rule=WHY, name="value", value='name & "!"')
    card = html.unescape(client.get("/studio/publish/consequences").text)
    assert "太贵" in card and "会被拒绝" in card
    assert "R3 R3 → R3!" in card
