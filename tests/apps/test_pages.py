"""Every page of every entity of the stock templates opens for each of their people; what is forbidden says so.

An administrator opens them all, the others lists, new ones and records; `make proof` lets everybody open all."""

import re

import pytest

from dougong.host.web.format.numbers import money
from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.apps.conftest import At
from tests.apps.stock import app
from tests.support.pages import visitor, walk

LOGINS = ["admin", "lin_zhixia", "chen_muye", "jiang_wanqing", "su_mingyuan", "ye_wenxi", "gu_beichen"]
WORKBENCHES = {
    "workbench_sales": "chen_muye",
    "workbench_manager": "zhou_yanqiu",
    "cockpit_director": "lin_zhixia",
    "workbench_finance": "jiang_wanqing",
    "workbench_service": "ji_anran",
    "workbench_marketing": "ye_wenxi",
    "workbench_purchasing": "gu_beichen",
}


@pytest.mark.needs_app("crm")
@pytest.mark.parametrize("login", LOGINS)
def test_selling(crm: Workspace, at: At, login: str) -> None:
    client = at(crm, login)
    answers = walk(crm, client, records=1) if login == "admin" else walk(crm, client, 1, ("",), ("/new",))
    assert {path: status for path, status in answers.items() if status not in (200, 403, 404)} == {}
    assert list(answers.values()).count(200) > len(answers) / 4


@pytest.mark.proof
@pytest.mark.needs_app("crm")
@pytest.mark.parametrize("login", LOGINS[1:])
def test_selling_on_every_page(crm: Workspace, at: At, login: str) -> None:
    answers = walk(crm, at(crm, login), records=1)
    assert {path: status for path, status in answers.items() if status not in (200, 403, 404)} == {}
    assert list(answers.values()).count(200) > len(answers) / 4


@pytest.mark.needs_app("maintenance")
@pytest.mark.parametrize("login", ["admin", "meng_xianglin", "tan_zhiyong", "pan_guoqing"])
def test_upkeep(maintenance: Workspace, at: At, login: str) -> None:
    answers = walk(maintenance, at(maintenance, login))
    assert {path: status for path, status in answers.items() if status not in (200, 403, 404)} == {}
    assert list(answers.values()).count(200) > len(answers) / 4


@pytest.mark.needs_app("crm")
def test_every_role_can_be_tried_from_the_sign_in_page(crm: Workspace) -> None:
    """There is room for some of the sample people only: one of every kind comes first."""
    with visitor(crm, "admin") as client:
        client.cookies.clear()
        page = client.get("/sign-in").text
    for role in app("crm").roles:
        assert role.label.zh in page, role.key


@pytest.mark.needs_app("crm")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("page", WORKBENCHES)
def test_every_workbench_is_alive(page: str, language: str, at: At, request: pytest.FixtureRequest) -> None:
    """Its people arrive on it, every tile is worked out, and nearly all have something to show."""
    workspace: Workspace = request.getfixturevalue("crm" if language == "zh-CN" else "crm_in_english")
    held = {row["login"]: row["roles"] for row in app("crm").table("person")}[WORKBENCHES[page]]
    login = [row["login"] for row in app("crm").table("person", language) if row["roles"] == held][-1]
    client = at(workspace, login)
    assert client.get("/", follow_redirects=True).url.path == f"/page/{page}"
    tiles = re.findall(r'<section class="tile [^"]*is-(\w+)" id="tile-(\w+)"', client.get(f"/page/{page}?whole=1").text)
    states = {key: state for state, key in tiles}
    assert states.keys() == {widget.key for widget in app("crm").model.pages[page].widgets}
    assert {key for key, state in states.items() if state not in ("ready", "empty")} == set()
    assert sum(state == "empty" for state in states.values()) <= 2, states


@pytest.mark.needs_app("crm")
def test_a_form_shows_sums_over_other_records_as_they_are_saved(crm: Workspace, at: At) -> None:
    """Only what is on the form itself is worked out while typing."""
    with crm.reading(SYSTEM) as ctx:
        row = find(ctx, Query("account", ("won_value",), filter="won_value > 0", sort=("-won_value",), limit=1)).rows[0]
    assert money(row["won_value"]) in at(crm, "lin_zhixia").get(f"/account/{row['id']}/edit").text
