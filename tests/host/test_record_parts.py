"""Parts of a record's page: tabs of the definition, days on the path, calls, who may be the same, values awaited, and why a
value is what it is."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Update
from dougong.records.write import write
from dougong.records.write.postponed import postpone

from tests.support.copies import Make
from tests.support.pages import base_of, visitor
from tests.support.slip import NOW, furnished, make


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def boat(workspace: Workspace) -> str:
    """With two sailors and two hands."""
    hands = make(
        workspace,
        "person",
        {"name": "陈小满", "login": "chen", "active": True},
        {"name": "Otto", "login": "otto", "active": True},
    )
    (found,) = make(
        workspace, "boat",
        {"name": "Heron", "metres": 14, "flag": "PA", "radio": "0532-8888 1111", "quay": {"detail": "3 Quay"}, "hands": hands},
    )  # fmt: skip
    make(workspace, "sailor", {"name": "Ada", "mobile": "138 0013 8000", "boat": found}, {"name": "Ben", "boat": found})
    return found


def page(client: TestClient, workspace: Workspace, path: str) -> str:
    answer = client.get(base_of(workspace) + path, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.text[:500]
    return str(answer.text)


def fields(client: TestClient, workspace: Workspace, boat: str) -> str:
    """The groups of fields of the page."""
    return page(client, workspace, f"/boat/{boat}").partition('class="rfields"')[2].partition('class="rmid"')[0]


def test_the_tabs_are_those_of_the_definition_and_come_when_asked_for(workspace: Workspace, boat: str) -> None:
    with visitor(workspace, "admin", workspace.clock) as client:
        whole = page(client, workspace, f"/boat/{boat}")
        named = re.findall(r'data-tab="(\w+)"[^>]*>([^<]+)(?:<span class="n">(\d+))?', whole.partition("rgrid")[2])
        assert named == [("stream", "往来", ""), ("crew", "船员", "2"), ("changes", "变更", "")]
        crew = page(client, workspace, f"/boat/{boat}/tab/crew")
        assert "水手数" in crew
        assert re.findall(r">(Ada|Ben)</a>", crew) == ["Ada", "Ben"]
        assert "Heron" in page(client, workspace, f"/boat/{boat}/tab/changes")
        assert client.get(f"{base_of(workspace)}/boat/{boat}/tab/nothing").status_code == 404
        plain = client.get(f"{base_of(workspace)}/boat/{boat}/tab/crew").text
        assert plain.startswith("<!doctype html>"), "a page of its own where scripts are off"


def test_a_group_shows_while_its_condition_holds_and_a_link_to_many_shows_its_ends(
    workspace: Workspace, boat: str
) -> None:
    with visitor(workspace, "admin", workspace.clock) as client:
        whole = fields(client, workspace, boat)
        assert "船旗" not in whole
        hands = re.search(r'<span class="several">(.*?)</span></div>', whole, re.DOTALL)
        assert hands
        assert sorted(re.findall(r"陈小满|Otto", hands[1])) == ["Otto", "陈小满"]
        with workspace.writing(SYSTEM) as context:
            assert write(context, [Update("boat", boat, {"phase": "sea"})], Cause("user")).written
        assert "船旗" in fields(client, workspace, boat)


def test_people_beside_the_record_are_called_first_then_its_own_number(workspace: Workspace, boat: str) -> None:
    with visitor(workspace, "admin", workspace.clock) as client:
        whole = page(client, workspace, f"/boat/{boat}")
        head = whole.partition('class="rgrid"')[0]
        assert 'class="btn call at-phone" href="tel:13800138000"' in head
        assert "打给Ada" in head
        assert 'href="tel:053288881111"' in head
        assert "geo:0,0?q=3%20Quay" in head
        assert len(re.findall(r'class="ib dial" href="tel:', whole)) == 1, "who has no number has no button"


def test_the_path_says_how_long_each_phase_took(workspace: Workspace, boat: str) -> None:
    clock = workspace.clock
    assert isinstance(clock, FixedClock)
    clock.at = NOW + timedelta(days=4, hours=1)
    with workspace.writing(SYSTEM) as context:
        assert write(context, [Update("boat", boat, {"phase": "hull"})], Cause("user")).written
    clock.at = NOW + timedelta(days=6, hours=5)
    with visitor(workspace, "admin", clock) as client:
        bar = page(client, workspace, f"/boat/{boat}").partition('class="pathbar"')[2].partition("</nav>")[0]
        assert re.sub(r"<[^>]+>|\s", "", bar)[1:].endswith("龙骨4天船体第3天下水")


def test_a_phase_that_came_with_an_import_says_no_days(workspace: Workspace) -> None:
    with workspace.writing(SYSTEM) as context:
        (found,) = write(context, [Create("boat", {"name": "Tern", "phase": "hull"})], Cause("import")).outcomes
    with visitor(workspace, "admin", workspace.clock) as client:
        assert "第 1 天" not in page(client, workspace, f"/boat/{found.id}")


def test_the_stream_does_not_begin_with_an_installation(workspace: Workspace) -> None:
    with workspace.writing(SYSTEM) as context:
        (found,) = write(context, [Create("boat", {"name": "Sample"})], Cause("install")).outcomes
    with visitor(workspace, "admin", workspace.clock) as client:
        assert "安装时" not in page(client, workspace, f"/boat/{found.id}")
        assert "安装时" in page(client, workspace, f"/boat/{found.id}/stream?only=changes"), "the history has it"


def test_who_may_be_the_same_is_told_and_administrators_can_make_one(workspace: Workspace, boat: str) -> None:
    (twin, _other) = make(workspace, "boat", {"name": " heron "}, {"name": "Heron Bay"})
    with visitor(workspace, "admin", workspace.clock) as client:
        told = page(client, workspace, f"/boat/{boat}/alike")
        assert re.findall(r'/boat/([0-9a-f-]{36})"', told) == [twin]
        merge = re.search(r'href="([^"]+/merge\?[^"]+)"', told)
        assert merge
        both = client.get(merge[1].replace("&amp;", "&"))
        assert both.status_code == 200
        assert boat in both.text
        assert twin in both.text
        assert page(client, workspace, f"/boat/{_other}/alike").strip() == ""


def test_values_that_wait_to_be_worked_out_are_named(workspace: Workspace, boat: str) -> None:
    with visitor(workspace, "admin", workspace.clock) as client:
        assert "重算中" not in page(client, workspace, f"/boat/{boat}/tab/crew")
        with workspace.writing(SYSTEM) as context:
            postpone(context, "boat", ["masts"], [boat])
        assert "正在重新计算" in page(client, workspace, f"/boat/{boat}")
        assert "重算中" in page(client, workspace, f"/boat/{boat}/tab/crew")
        assert client.get(f"{base_of(workspace)}/boat/{boat}/waits").status_code == 204


def test_why_a_value_is_what_it_is(workspace: Workspace, boat: str) -> None:
    with visitor(workspace, "admin", workspace.clock) as client:
        why = page(client, workspace, f"/boat/{boat}/why/long")
        rows = re.findall(r'<code class="grow[^"]*">([^<]+)</code><span[^>]*>([^<]+)<', why)
        assert rows == [("长度 &gt;= 12", "是"), ("长度 &lt; 90", "是")]
        assert "14" in why
        assert "水手" in page(client, workspace, f"/boat/{boat}/why/masts")
        assert client.get(f"{base_of(workspace)}/boat/{boat}/why/metres").status_code == 404, "nobody made it"
