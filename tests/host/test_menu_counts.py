"""Counts beside the menu: quiet ones of a list, those of what is to be done standing out, in their group and on a phone."""

import copy
import re

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records.query.find import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.browser.workshop import DOCUMENTS, bundle
from tests.support.copies import Make
from tests.support.pages import made

MENUS = copy.deepcopy(DOCUMENTS["menus.json"])
MENUS["areas"][0]["groups"].append({
    "key": "todo", "label": {"zh-CN": "待办", "en": "To do"}, "items": [
        {"key": "mine", "label": {"zh-CN": "我的维修单", "en": "My repairs"}, "open": {"entity": "repair"}, "phone": True,
         "badge": 'owner = $user AND stage = "open"'}],
})  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"menus.json": MENUS}), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


def cell(html: str, key: str) -> tuple[str, str]:
    """The classes and the words of a count."""
    found = re.search(rf'<span class="([^"]*)" id="cnt-{key}"[^>]*>([^<]*)</span>', html)
    assert found is not None, html
    return found[1].strip(), found[2]


def test_what_is_to_be_done_stands_out(office: Workspace, client: TestClient) -> None:
    with office.reading(SYSTEM) as context:
        me = str(find(context, Query("person", ("id",), filter='login = "admin"')).rows[0]["id"])
    for name, owner in (("Pump", me), ("Valve", me), ("Gauge", None)):
        made(office, "repair", name=name, owner=owner)
    counts = client.get("/menu/counts").text
    assert cell(counts, "bench-work-repairs") == ("cnt", "3")
    assert cell(counts, "bench-todo-mine") == cell(counts, "bench-todo") == ("cnt hot", "2")
    page = client.get("/repair").text
    assert 'id="cnt-bench-todo"' in page and 'id="cnt-bench-work"' not in page
    bar = page[page.index('class="phonebar"') :]
    assert re.findall(r'data-count="([^"]+)"', bar) == ["cnt-bench-todo-mine"]


def test_a_page_below_another_leads_back_to_it_on_a_phone(office: Workspace, client: TestClient) -> None:
    repair = made(office, "repair", name="Pump")
    back = re.compile(r'class="ib phoneback" href="([^"]+)"')
    assert back.search(client.get("/repair").text) is None
    assert back.findall(client.get(f"/repair/{repair}").text) == ["/repair"]
    assert back.findall(client.get(f"/repair/{repair}/edit").text) == [f"/repair/{repair}"]
