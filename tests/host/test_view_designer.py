"""The view designer over HTTP: what a gesture shows, what is refused, how the list is for others once it is published; on both
databases, with fields and objects that are in the draft alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from httpx import Response
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import base_of, csrf, made, visitors

KINDS = ("list", "kanban", "calendar", "timeline", "gallery")
MASON = {
    "$schema": "dougong/role/1", "key": "mason", "label": {"zh-CN": "泥瓦匠", "en": "Mason"},
    "entities": {"repair": {"read": "all", "update": "all", "create": True, "fields": {"amount": "hidden"}}},
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"roles/mason.json": MASON}))
    made(workspace, "person", name="Mo", login="mo", roles=["mason"])
    for n, stage in enumerate(("open", "open", "mended")):
        made(workspace, "repair", name=f"Wall {n}", stage=stage, amount=str(100 + n), due=f"2026-03-0{n + 1}")


@pytest.fixture
def contents() -> Make:
    return furnished


class Hand:
    """An administrator at the view designer."""

    def __init__(self, client: TestClient, base: str) -> None:
        self.client, self.base = client, base
        self.token = csrf(client.get(f"{base}/profile").text)

    def get(self, path: str) -> str:
        answer = self.client.get(f"{self.base}/studio/view{path}")
        assert answer.status_code == 200, answer.text[-2500:]
        return str(answer.text)

    def send(self, where: str, /, **values: str) -> Response:
        headers = {
            "HX-Request": "true",
            "HX-Target": "main#work",
            "HX-Current-URL": f"http://localhost{self.base}/studio/view",
        }
        answer: Response = self.client.post(
            f"{self.base}/studio{where}", data={"_csrf": self.token, **values}, headers=headers
        )
        return answer

    def do(self, what: str, key: str = "repair_all", /, **values: str) -> str:
        answer = self.send(f"/view/{key}", do=what, **values)
        assert answer.status_code == 200, answer.headers.get("HX-Trigger", answer.text[-1500:])
        return answer.text

    def refused(self, what: str, key: str = "repair_all", /, **values: str) -> str:
        answer = self.send(f"/view/{key}", do=what, **values)
        assert answer.status_code == 204, answer.text[:300]
        return answer.headers["HX-Trigger"].encode().decode("unicode_escape")

    def begin(self, entity: str, kind: str) -> str:
        answer = self.send("/view", entity=entity, kind=kind)
        found = re.search(r"/studio/view/(\w+)", answer.headers.get("HX-Location", ""))
        assert found, answer.headers
        return found[1]

    def publish(self) -> None:
        page = self.client.get(f"{self.base}/studio/publish").text
        expected = re.search(r'name="expected" value="(\d+)"', page)
        assert expected
        chosen = re.findall(r'name="change" value="([^"]+)"', page)
        data = {"_csrf": self.token, "change": chosen, "expected": expected[1]}
        answer = self.client.post(f"{self.base}/studio/publish", data=data)
        assert answer.status_code == 303, answer.text[-3000:]


@pytest.fixture
def people(office: Workspace) -> Iterator[Callable[[str], TestClient]]:
    with visitors(office) as at:
        yield at


@pytest.fixture
def hand(people: Callable[[str], TestClient]) -> Hand:
    """On SQLite, for what no table is asked about."""
    return Hand(people("admin"), "")


@pytest.fixture
def crowd(workspace: Workspace, clock: FixedClock) -> Iterator[Callable[[str], TestClient]]:
    with visitors(workspace, clock) as at:
        yield at


@pytest.fixture
def at(crowd: Callable[[str], TestClient], workspace: Workspace) -> Hand:
    """On either database."""
    return Hand(crowd("admin"), base_of(workspace))


def columns(page: str) -> list[str]:
    return re.findall(r'class="vcol[^>]+data-part="columns:([\w.]+)"', page)


def chips(page: str, slot: str) -> list[str]:
    return re.findall(rf'class="vchip[^>]+data-part="{slot}:([\w.]+)"', page)


def test_columns_come_go_and_are_drawn_with_the_records(hand: Hand) -> None:
    page = hand.get("/repair_all")
    assert columns(page) == ["name", "stage", "amount", "due", "owner"]
    assert "Wall 2" in page and 'data-view-line="repair_all"' in hand.get("")
    page = hand.do("put", slot="columns", path="owner.department", before="due")
    assert columns(page) == ["name", "stage", "amount", "owner.department", "due", "owner"]
    assert 'data-at="columns:owner.department"' in page
    page = hand.do("width", id="columns:due", value="200")
    assert re.search(r'data-part="columns:due" data-width="200"', page)
    page = hand.do("set", id="columns:due", name="label.zh-CN", value="最晚")
    assert 'aria-label="最晚"' in page
    page = hand.do("set", id="columns:amount", name="summary", value="max")
    assert "<b>" in page and "102" in page
    page = hand.do("out", id="columns:stage")
    assert columns(page) == ["name", "amount", "owner.department", "due", "owner"]
    page = hand.do("put", slot="sort", path="due", before="name")
    page = hand.do("turn", id="sort:due")
    assert page.index("Wall 2") < page.index("Wall 0")
    for _ in range(7):
        hand.client.post(f"{hand.base}/studio/undo", data={"_csrf": hand.token})
    assert columns(hand.get("/repair_all")) == ["name", "stage", "amount", "due", "owner"]


def test_what_is_in_the_draft_alone_is_there_and_blank(at: Hand, workspace: Workspace) -> None:
    for kind in ("text", "money", "date", "person"):
        assert at.send("/entity/repair", do="add", value=kind, after="due").status_code == 200
    page = at.get("/repair_all")
    for path in ("text", "money", "date", "person"):
        page = at.do("put", slot="columns", path=path)
        page = at.do("put", slot="sort", path=path, before="name")
    assert columns(page)[-4:] == ["text", "money", "date", "person"] and "Wall 2" in page
    assert at.send("/entity", zh="灯塔", en="Lighthouse", icon="flag", group="").status_code == 200
    at.send("/entity/lighthouse", do="add", value="choice", after="name")
    at.send("/entity/lighthouse", do="add", value="date", after="name")
    assert columns(at.get("/lighthouse_all")) == ["name", "choice", "date"]
    for kind in KINDS:
        key = at.begin("lighthouse", kind)
        assert f'data-kind="{kind}"' in at.get(f"/{key}")
    at.send("/entity/lighthouse", do="add", value="link", after="name")
    at.send("/entity/lighthouse", do="set", field="link", name="to", value="lighthouse")
    at.send("/entity/lighthouse", do="set", field="link", name="tree", value="on")
    key = at.begin("lighthouse", "tree")
    assert "link" in columns(at.get(f"/{key}")), "a table, until the tree is published"
    answer = at.client.get(f"{at.base}/studio/view/lighthouse_calendar/events?first=2026-03-01&last=2026-04-01")
    assert answer.json() == []
    assert "lighthouse" not in workspace.store.model.entities


def test_each_kind_is_drawn_as_its_page_draws_it_and_published_for_others(
    at: Hand, crowd: Callable[[str], TestClient]
) -> None:
    key = at.begin("repair", "kanban")
    page = at.get(f"/{key}")
    assert chips(page, "group") == ["stage"] and 'class="kb"' in page and 'hx-get="/repair/cards' not in page
    page = at.do("put", key, slot="lines", path="cause")
    page = at.do("put", key, slot="sums", path="amount")
    page = at.do("set", key, name="label.zh-CN", value="修理看板")
    assert "修理看板" in page and "¥201" in page
    assert "放不进" in at.refused("put", key, slot="sums", path="name")
    assert "不能没有" in at.refused("out", key, id="group:stage")
    mo = crowd("mo")
    assert f"view={key}" not in mo.get(f"{at.base}/repair").text
    at.publish()
    seen = mo.get(f"{at.base}/repair?view={key}").text
    assert 'class="kb"' in seen and "修理看板" in seen and "Wall 1" in seen
    for kind in KINDS:
        assert f'data-kind="{kind}"' in at.do("kind", key, value=kind)
    at.do("kind", key, value="calendar")
    feed = at.client.get(f"{at.base}/studio/view/{key}/events?first=2026-03-01&last=2026-04-01")
    assert sorted(one["title"] for one in feed.json()) == ["Wall 0", "Wall 1", "Wall 2"]


def test_as_a_role_and_on_a_phone_it_is_what_they_get(hand: Hand) -> None:
    page = hand.get("/repair_all?as=mason")
    assert "¥" not in page.partition('class="vdrawn"')[2].partition("</table>")[0]
    assert columns(page) == [], "nothing can be taken hold of"
    hand.do("set", name="filter", value="amount > 100")
    assert "看不到这个视图" in hand.get("/repair_all?as=mason")
    phone = hand.get("/repair_all?device=phone")
    assert 'class="vphone"' in phone and chips(phone, "lines") == []
    answer = hand.client.get(f"{hand.base}/studio/view/repair_all/seen?as=")
    assert (
        answer.headers["x-frame-options"] == "SAMEORIGIN"
        and "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    )
    assert "Wall 1" in answer.text and "Wall 0" not in answer.text and "hx-get" not in answer.text.partition("<main")[2]


def test_a_condition_that_reads_wrong_is_told_beside_it_and_not_kept(hand: Hand) -> None:
    page = hand.do("set", name="filter", value='stge = "open"')
    assert 'class="pbad"' in page and "stge" in page
    assert "stge" not in hand.get("/repair_all")
    page = hand.do("rule_add", path="due")
    assert "due &lt; TODAY()" in page
    page = hand.do("set", name="colours.0.when", value="dew < TODAY()")
    assert 'class="pbad"' in page and "due &lt; TODAY()" in hand.get("/repair_all")
    page = hand.do("set", name="filter", value='stage = "mended"')
    assert "Wall 2" in page and "Wall 1" not in page


def test_a_problem_stands_at_its_part(hand: Hand) -> None:
    hand.do("put", slot="sort", path="due")
    hand.send("/entity/repair", do="remove", field="due")
    page = hand.get("/repair_all")
    assert "Wall 1" in page
    assert columns(page) == ["name", "stage", "amount", "owner"]


def test_views_are_copied_ordered_and_removed_with_what_opened_them(hand: Hand) -> None:
    answer = hand.send("/view/repair_all", do="duplicate")
    assert "/studio/view/repair_all_2" in answer.headers["HX-Location"]
    hand.do("tab", path="repair_all_2", before="repair_all")
    assert re.findall(r'data-tab-key="(\w+)"', hand.get("/repair_all")) == ["repair_all_2", "repair_all"]
    hand.do("tab", path="repair_all_2", value="right")
    assert re.findall(r'data-tab-key="(\w+)"', hand.get("/repair_all")) == ["repair_all", "repair_all_2"]
    assert "菜单" in hand.get("/repair_all/removal")
    answer = hand.send("/view/repair_all", do="remove")
    assert "/studio/view/repair_all_2" in answer.headers["HX-Location"]
    assert hand.client.get(f"{hand.base}/studio/view/repair_all").status_code == 404
    hand.publish()
    assert "Wall 1" in hand.client.get(f"{hand.base}/repair").text


def test_change_this_page_comes_to_the_view_one_stands_on(hand: Hand, people: Callable[[str], TestClient]) -> None:
    link = re.search(
        r'href="([^"]*/studio/view\?of=repair[^"]+)"', hand.client.get(f"{hand.base}/repair?view=repair_all").text
    )
    assert link
    answer = hand.client.get(link[1].replace("&amp;", "&"))
    assert answer.headers["location"].endswith("/studio/view/repair_all")
    assert people("mo").get(f"{hand.base}/studio/view/repair_all").status_code == 403
    assert hand.client.get(f"{hand.base}/studio/view/nothing").status_code == 404
    assert hand.send("/view/repair_all", do="fly").status_code == 404
