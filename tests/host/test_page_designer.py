"""The page designer over HTTP: tiles with the figures there are, what is wrong beside its tile, the page as another role gets
it and, once published, has it; on both databases."""

import re
from collections.abc import Callable, Iterator

import pytest
from httpx import Response
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace

from tests.browser.workshop import bundle
from tests.host.test_page_moves import BOARD, CARD, FILES
from tests.support.copies import Make
from tests.support.pages import base_of, csrf, made, visitors

MASON = {
    "$schema": "dougong/role/1", "key": "mason", "label": {"zh-CN": "泥瓦匠", "en": "Mason"},
    "entities": {"repair": {"read": "all", "update": "all", "create": True, "fields": {"due": "hidden"}}},
}  # fmt: skip
GUEST = {"$schema": "dougong/role/1", "key": "guest", "label": {"zh-CN": "访客", "en": "Guest"}, "entities": {}}


def furnished(workspace: Workspace) -> None:
    files = {name: raw for name, raw in FILES.items() if CARD not in name}
    install(workspace, bundle({**files, "roles/mason.json": MASON, "roles/guest.json": GUEST}))
    made(workspace, "person", name="Mo", login="mo", roles=["mason"])
    for n, stage in enumerate(("open", "open", "mended")):
        made(workspace, "repair", name=f"Wall {n}", stage=stage, amount=str(1000 * (n + 1)), cause=f"Crack {n}")


@pytest.fixture
def contents() -> Make:
    return furnished


class Hand:
    """An administrator at the page designer."""

    def __init__(self, client: TestClient, base: str) -> None:
        self.client, self.base = client, base
        self.token = csrf(client.get(f"{base}/profile").text)

    def get(self, path: str) -> str:
        answer = self.client.get(f"{self.base}/studio/page{path}")
        assert answer.status_code == 200, answer.text[-2500:]
        return str(answer.text)

    def send(self, where: str, /, **values: str) -> Response:
        here = f"http://localhost{self.base}/studio/page"
        headers = {"HX-Request": "true", "HX-Target": "main#work", "HX-Current-URL": here}
        data = {"_csrf": self.token, **values}
        answer: Response = self.client.post(f"{self.base}/studio{where}", data=data, headers=headers)
        return answer

    def do(self, what: str, key: str = BOARD, /, **values: str) -> str:
        answer = self.send(f"/page/{key}", do=what, **values)
        assert answer.status_code == 200, answer.headers.get("HX-Trigger", answer.text[-1500:])
        return str(answer.text)

    def refused(self, what: str, key: str = BOARD, /, **values: str) -> str:
        answer = self.send(f"/page/{key}", do=what, **values)
        assert answer.status_code == 204, answer.text[:300]
        return str(answer.headers["HX-Trigger"].encode().decode("unicode_escape"))

    def publish(self) -> None:
        page = self.client.get(f"{self.base}/studio/publish").text
        expected = re.search(r'name="expected" value="(\d+)"', page)
        assert expected
        chosen = re.findall(r'name="change" value="([^"]+)"', page)
        data = {"_csrf": self.token, "change": chosen, "expected": expected[1]}
        answer = self.client.post(f"{self.base}/studio/publish", data=data)
        assert answer.status_code == 303, re.findall(r"ipro[^>]*>(.*?)</div>", answer.text, re.DOTALL)


@pytest.fixture
def people(office: Workspace) -> Iterator[Callable[[str], TestClient]]:
    with visitors(office) as at:
        yield at


@pytest.fixture
def hand(office: Workspace, people: Callable[[str], TestClient]) -> Hand:
    """On SQLite, where no figure is looked at closely."""
    return Hand(people("admin"), base_of(office))


@pytest.fixture
def crowd(workspace: Workspace, clock: FixedClock) -> Iterator[Callable[[str], TestClient]]:
    """On either database."""
    with visitors(workspace, clock) as at:
        yield at


def tiles(page: str) -> dict[str, str]:
    """Key of each tile of the canvas -> what stands in it."""
    found = re.split(r'<div class="dtile', page[page.index('id="pparts"') : page.index('id="fover"')])[1:]
    return {(re.search(r'data-part="tile:(\w+)"', one) or [""])[1]: one for one in found}


def test_a_dashboard_is_built_put_into_the_menu_and_there_for_others_once_published(
    workspace: Workspace, crowd: Callable[[str], TestClient]
) -> None:
    hand = Hand(crowd("admin"), base_of(workspace))
    group = (re.search(r'<option value="(workshop:bench:work)"', hand.get("")) or [""])[1]
    begun = hand.send("/page", name="Night shift", group=group)
    assert begun.headers["HX-Location"].endswith("night_shift") or "night_shift" in begun.headers["HX-Location"]
    key = "night_shift"
    assert "把内容块或现成的建议拖到这里" in hand.get(f"/{key}")
    page = hand.do("add", key, value="metric:repair", place="main", before="")
    assert ">3<" in tiles(page)["repair_metric"], "a tile shows its figure at once"
    page = hand.do("set", key, id="tile:repair_metric", name="measure.how", value="SUM")
    assert "6,000" in tiles(page)["repair_metric"]
    page = hand.do("add", key, value="repair:1", place="rail", before="")
    page = hand.do("add", key, value="list:repair", place="main", before="tile:repair_metric")
    assert list(tiles(page)) == ["repair_list", "repair_metric", "repair_metric_2"]
    assert "Wall 2" in tiles(page)["repair_list"]
    hand.do("page", key, name="role", value="mason=on")
    hand.do("page", key, name="periods", value="month=on")
    mo = crowd("mo")
    assert mo.get(f"{hand.base}/page/{key}").status_code == 404, "nothing is there before it is published"
    hand.publish()
    seen = mo.get(f"{hand.base}/page/{key}?whole=1").text
    assert "6,000" in seen
    assert "Wall 2" in seen
    assert f'href="{hand.base}/page/{key}"' in mo.get(f"{hand.base}/repair").text, "it is in the menu"
    hand.refused("remove", BOARD)
    assert hand.send(f"/page/{key}", do="remove").headers["HX-Location"]
    hand.publish()
    assert mo.get(f"{hand.base}/page/{key}").status_code == 404


def test_what_a_browser_shows_is_not_drawn_again_and_what_is_wrong_stands_at_its_tile(hand: Hand) -> None:
    page = hand.get(f"/{BOARD}")
    drawn = dict(re.findall(r'id="drawn-(\w+)-(\w+)"', page))
    assert set(drawn) == {"all", "stages", "late", "sum"}
    had = ",".join(drawn.values())
    page = hand.do("place", id="tile:sum", place="main", before="tile:all", had=had)
    assert list(tiles(page)) == ["sum", "all", "stages", "late"]
    assert "figv" not in page, "what is there already only moves"
    page = hand.do("set", id="tile:sum", name="filter", value="nothing_like_it > 1", had=had)
    found = tiles(page)
    assert "fwrong" in found["sum"]
    assert "nothing_like_it" in found["sum"]
    assert "fwrong" not in found["all"]
    page = hand.get(f"/{BOARD}?at=tile:sum")
    assert 'aria-invalid="true"' in page
    assert ">3<" in tiles(page)["all"], "the others still show their figures"
    page = hand.do("set", id="tile:all", name="type", value="funnel")
    assert "k-funnel" in tiles(page)["all"]
    hand.client.post(f"{hand.base}/studio/undo", data={"_csrf": hand.token})
    assert "k-metric" in tiles(hand.get(f"/{BOARD}"))["all"]


def test_what_asks_for_something_new_in_the_draft_says_so(hand: Hand) -> None:
    added = hand.send("/entity/repair", do="add", value="number", after="name")
    assert added.status_code == 200
    new = (re.search(r'data-at="(number\w*)"', added.text) or [""])[1]
    assert new
    page = hand.do("set", id="tile:sum", name="measure.of", value=new)
    assert "发布后才有数据" in tiles(page)["sum"]
    assert ">3<" in tiles(page)["all"]


def test_the_page_as_a_role_gets_it(hand: Hand) -> None:
    hand.do("page", name="role", value="mason=on")
    page = hand.get(f"/{BOARD}?as=mason")
    frame = re.search(r'<iframe[^>]+src="([^"]+)"', page)
    assert frame
    shown = hand.client.get(frame[1].replace("&amp;", "&"))
    assert "Wall 1" in shown.text
    assert "frame-ancestors 'self'" in shown.headers["content-security-policy"]
    assert "访客看不到这个页面" in hand.get(f"/{BOARD}?as=guest")
    hand.do("page", name="role", value="mason=")
    shown = hand.client.get(f"{hand.base}/studio/page/{BOARD}/shown?as=guest")
    assert "is-forbidden" in shown.text
    assert "Wall 1" not in shown.text


def test_a_records_page_begins_with_the_first_gesture_and_is_so_for_others_once_published(
    workspace: Workspace, crowd: Callable[[str], TestClient]
) -> None:
    hand, mo = Hand(crowd("admin"), base_of(workspace)), crowd("mo")
    record = (re.search(r'data-id="([\w-]{36})"', mo.get(f"{hand.base}/repair").text) or [""])[1]
    assert hand.client.get(f"{hand.base}/studio/page/of/repair?record={record}").headers["location"].endswith(record)
    page = hand.get(f"/{CARD}?record={record}")
    assert 'data-part="group::fields"' in page or 'data-part="value:chips:stage"' in page
    assert "Crack" in page, "it is drawn with a record"
    page = hand.do("add", CARD, value="field:amount", place="stats", record=record)
    assert 'data-part="value:stats:amount"' in page
    page = hand.do("add", CARD, value="group", place="groups:", record=record)
    page = hand.do("say", CARD, id="group::group", language="zh-CN", value="原因在此")
    page = hand.do("add", CARD, value="field:cause", place="group::group", record=record)
    assert "原因在此" in page
    tab = hand.do("add", CARD, value="tab", place="tabs")
    assert 'data-part="tab:tab"' in tab
    page = hand.do("place", CARD, id="group::group", place="groups:tab", tab="tab")
    assert 'data-part="group:tab:group"' in page
    page = hand.do("set", CARD, id="group:tab:group", name="visible_when", value="nope = 1", tab="tab")
    assert "nope" in page[page.index('data-part="group:tab:group"') :]
    hand.do("set", CARD, id="group:tab:group", name="visible_when", value="amount > 0")
    assert "不在页面上" in hand.refused("out", CARD, id="group::nothing")
    hand.publish()
    seen = mo.get(f"{hand.base}/repair/{record}").text
    assert "新页签" in seen
    assert "原因在此" in mo.get(f"{hand.base}/repair/{record}/tab/tab").text
    assert 'class="stat"' in seen


def test_only_who_may_design_comes_in_and_what_is_no_gesture_is_not_found(
    hand: Hand, people: Callable[[str], TestClient]
) -> None:
    assert {people("mo").get(f"{hand.base}/studio/page{path}").status_code for path in ("", f"/{BOARD}")} == {403}
    assert hand.client.get(f"{hand.base}/studio/page/nothing").status_code == 404
    assert {
        hand.send(f"/page/{BOARD}", do=do, id="tile:all", place="up").status_code for do in ("fly", "place", "add")
    } == {404}
    assert "不在页面上" in hand.refused("width", id="tile:gone", value="3")
    assert "名称不能是空的" in hand.refused("say", id="tile:all", language="en", value=" ")
