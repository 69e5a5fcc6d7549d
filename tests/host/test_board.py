"""Pages of tiles: figures that agree with the records behind them, within the reader's rights, one statement each."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from httpx import Response
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query import find, get
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query, Update
from dougong.records.write import write

from tests.support.copies import Make
from tests.support.pages import base_of, csrf, visitor
from tests.support.yard import WIDGETS, jobs, people, yard

Enter = Callable[[str], "Visit"]


def furnished(workspace: Workspace) -> None:
    """The yard with its people and jobs, on SQLite and on PostgreSQL, at 09:30 of 18 March 2026."""
    install(workspace, yard())
    today = workspace.clock().astimezone(ZoneInfo(workspace.settings.timezone)).date()
    with workspace.writing(SYSTEM) as context:
        assert write(context, people(), Cause("user")).written
        found = find(context, Query("person", ("login",))).rows
        owners = {row["login"]: row["id"] for row in found}
        written = write(context, list(jobs(owners, today)), Cause("user"))
        assert written.written, written.problems


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def place(workspace: Workspace) -> Workspace:
    return workspace


@dataclass(frozen=True)
class Visit:
    """A person's pages, by addresses within the workspace or whole ones."""

    client: TestClient
    base: str

    def get(self, path: str) -> Response:
        return self.client.get(path if self.base and path.startswith(self.base) else self.base + path)

    def press(self, path: str) -> Response:
        """What a button does."""
        token = csrf(self.get("/page/desk").text)
        return self.client.post(path, headers={"X-CSRF-Token": token, "HX-Request": "true"})


@pytest.fixture
def enter(place: Workspace, clock: FixedClock) -> Iterator[Enter]:
    """Signs a person in."""
    with ExitStack() as stack:
        yield lambda login: Visit(stack.enter_context(visitor(place, login, clock)), base_of(place))


@pytest.fixture
def fay(enter: Enter) -> Visit:
    """The foreman, who may see all."""
    return enter("fay")


def tiles(visit: Visit, query: str = "") -> dict[str, str]:
    """HTML of each tile of the page drawn at once."""
    page = visit.get(f"/page/desk?whole=1{query}")
    assert page.status_code == 200, page.text
    parts = re.split(r'(?=<section class="tile )', page.text)[1:]
    return {re.search(r'id="tile-(\w+)"', part)[1]: part for part in parts}  # type: ignore[index]


def state(tile: str) -> str:
    found = re.search(r"is-(\w+)", tile)
    assert found
    return found[1]


def behind(client: Visit, href: str) -> int:
    """How many records the list at an address has."""
    page = client.get(unescape(href))
    assert page.status_code == 200, href
    assert "fx-problem" not in page.text, href
    return len(re.findall(r"<tr[^>]* data-id=", page.text))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_type_of_tile_has_something_to_show(fay: Visit) -> None:
    found = tiles(fay)
    assert found.keys() == {one["key"] for one in WIDGETS}
    assert {key: state(tile) for key, tile in found.items() if state(tile) != "ready"} == {}
    assert "¥1,800" in words(found["earned"])  # 700 + 1,100 of this year's first day
    assert "+¥1,500" not in words(found["earned"])
    assert "500%" in words(found["earned"])  # 300 a year ago
    assert "45%" in words(found["ring"])  # of 4,000
    assert "¥4,000" in words(found["ring"])
    assert "第一段。" in found["words"]
    assert "09:30" in found["today"]
    assert "按数量" in found["bars"]


def test_a_month_has_a_twelfth_of_the_plan(fay: Visit) -> None:
    assert "¥333.33" in words(tiles(fay, "&period=month")["ring"])
    assert words(tiles(fay, "&period=nonsense")["ring"]) == words(tiles(fay, "&period=year")["ring"])


def test_what_a_figure_counts_is_what_its_list_shows(fay: Visit) -> None:
    """Every cell of every chart that counts, every step of the funnel, the plain figure."""
    found = tiles(fay)
    for key in ("bars", "months", "moments", "share", "parts"):
        cells = re.findall(r'<td class="r" data-v="(\d+)"><a href="([^"]+)"', found[key])
        assert cells, key
        for value, href in cells:
            assert behind(fay, href) == int(value), (key, href)
    assert sum(int(v) for v, _ in re.findall(r'<td class="r" data-v="(\d+)"><a href="([^"]+)"', found["bars"])) == 13
    steps = re.findall(
        r'<li><a href="([^"]+)"><span class="ell fn">[^<]+</span><b class="[^"]+">(\d+)</b>', found["funnel"]
    )
    assert [int(count) for _, count in steps] == [10, 7, 3]  # those that came at least that far; dropped ones left out
    assert [behind(fay, href) for href, _ in steps] == [10, 7, 3]
    plain = re.search(r'<a class="figv num" href="([^"]+)" title="13"', found["all"])
    assert plain
    assert behind(fay, plain[1]) == 13


def test_groups_that_are_not_drawn_are_added_up(fay: Visit) -> None:
    lines = re.findall(r'<th scope="row">([^<]+)</th><td class="r" data-v="(\d+)">(<a)?', tiles(fay)["few"])
    assert [(name, count, bool(link)) for name, count, link in lines] == [("wood-zh", "4", True), ("其他", "8", False)]


def test_a_ranking_holds_each_against_their_own_goal(fay: Visit) -> None:
    rows = re.findall(r'<li class="(\w*)"><a href="([^"]+)">(.*?)</li>', tiles(fay)["hands"], re.DOTALL)
    assert [words(row).split()[2] for _, _, row in rows] == ["hal", "fay"]
    assert [mine for mine, _, _ in rows] == ["", "mine"]
    assert "210%" in words(rows[0][2])  # 900 + 1,000 + 1,100 + 1,200 of 2,000
    assert behind(fay, rows[0][1]) == 4


def test_a_list_says_how_many_there_are_and_marks_what_its_view_marks(fay: Visit) -> None:
    open_ = tiles(fay)["open"]
    assert '<span class="tcount">5</span>' in open_
    assert len(re.findall(r"<tr>", open_)) == 1 + 4
    assert re.search(r'<td class="r num +red">¥500', open_)
    assert re.search(r'<td class="r num +">¥200', open_)
    assert "5 项待办" in fay.get("/page/desk?whole=1").text


def test_words_of_people_stay_words(fay: Visit) -> None:
    page = fay.get("/page/desk?whole=1").text
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page


def test_who_sees_less_gets_less(enter: Enter) -> None:
    hal = enter("hal")
    found = tiles(hal)
    assert 'title="4"' in found["all"]
    assert "¥2,000" in words(found["ring"])  # the plan, too, is within their rights
    assert "Job 00" not in hal.get("/page/desk?whole=1").text
    seen = tiles(enter("sue"))
    states = {key: state(tile) for key, tile in seen.items()}
    assert states["earned"] == states["funnel"] == states["hands"] == "forbidden"
    assert states["bars"] == states["all"] == "ready"
    assert "¥" not in "".join(seen.values())
    states = {key: state(tile) for key, tile in tiles(enter("stu")).items()}
    assert {key for key, one in states.items() if one != "forbidden"} == {"words"}


def test_pages_of_others_are_not_there(enter: Enter) -> None:
    hal = enter("hal")
    assert hal.get("/").headers["location"] == f"{hal.base}/page/desk"
    assert [hal.get(f"/page/{key}").status_code for key in ("closed", "nowhere")] == [404, 404]
    assert hal.get("/page/closed/tiles?key=words").status_code == 404


def test_a_tile_asks_each_entity_once(fay: Visit) -> None:
    """The records and, where there is one, the goal: never one statement more."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("EXPLAIN", "SELECT max(rowid)")):  # looked at once, when a plan is made
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    asked = {}
    try:
        for key in (one["key"] for one in WIDGETS):
            seen.clear()
            answer = fay.get(f"/page/desk/tiles?key={key}&period=month")
            assert answer.text.count("<section") == 1
            asked[key] = tuple(sum(table in one for one in seen) for table in ("e_job", "e_plan"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with_goal = {"earned", "ring", "outlook", "hands"}
    for key, (records, goals) in asked.items():  # the same goal asked for again may be a kept answer
        assert (records, goals) in ((int(key != "words"), 0), (1, int(key in with_goal))), key


def test_a_box_ticks_a_record_off(place: Workspace, enter: Enter) -> None:
    fay = enter("fay")
    address = re.search(r'hx-post="([^"]+/tick/([^"]+))"', tiles(fay)["open"])
    assert address
    for login, expected in (("hal", 204), ("sue", 403), ("stu", 404)):
        answer = enter(login).press(address[1])
        assert answer.status_code == expected, login  # not theirs, no right to change, none to see
    with place.reading(SYSTEM) as context:
        assert (get(context, "job", address[2]) or {})["state"] != "done"
    answer = fay.press(address[1])
    assert answer.status_code == 200
    assert address[2] not in answer.text
    assert 'id="men-open" hx-swap-oob="true">4 项待办' in answer.text
    with place.reading(SYSTEM) as context:
        assert (get(context, "job", address[2]) or {})["state"] == "done"


def test_a_browser_without_scripts_is_shown_the_way(fay: Visit) -> None:
    page = fay.get("/page/desk").text
    href = re.search(r'<noscript><p[^>]*><a class="btn" href="([^"]+whole=1)"', page)
    assert href
    assert "is-ready" not in page
    assert "is-ready" in fay.get(unescape(href[1])).text


def counted(tile: str) -> str:
    found = re.search(r'<a class="figv num"[^>]* title="([^"]*)"', tile)
    assert found, tile
    return found[1]


def test_the_page_is_narrowed_to_people_and_stays_so(place: Workspace, enter: Enter) -> None:
    fay = enter("fay")
    assert counted(tiles(fay)["all"]) == "13"
    mine = tiles(fay, "&people=me")
    assert counted(mine["all"]) == "9"
    assert "¥2,000" in words(mine["ring"])  # the plan is their own, too
    href = re.search(r'<a class="figv num" href="([^"]+)"', mine["all"])
    assert href
    assert behind(fay, href[1]) == 9
    assert "¥1,800" in words(mine["earned"])  # no person is named there: it tells of everybody
    assert counted(tiles(fay)["all"]) == "9"  # the next time, too
    assert counted(tiles(enter("hal"))["all"]) == "4"  # nobody else's page has changed
    assert counted(tiles(fay, "&people=nobody-there")["all"]) == "13"
    assert "<summary" not in re.split('class="bhead"', enter("hal").get("/page/desk").text)[1].partition("</header>")[0]


def test_departments_are_offered_as_a_tree_and_narrow_to_their_people(place: Workspace, enter: Enter) -> None:
    with place.writing(SYSTEM) as context:
        made = write(
            context, [Create("department", {"name": name}) for name in ("Yard", "Pit")], Cause("user")
        ).outcomes
        found = {row["login"]: row["id"] for row in find(context, Query("person", ("login",))).rows}
        changes = [
            Update("department", made[1].id, {"parent": made[0].id}),
            Update("person", found["hal"], {"department": made[1].id, "manager": found["fay"]}),
            Update("person", found["fay"], {"department": made[0].id}),
        ]
        assert write(context, changes, Cause("user")).written
    fay = enter("fay")
    head = fay.get("/page/desk").text
    offered = re.findall(r'<a class="mi in(\d)[^>]*people=([^"]*)"[^>]*><span[^>]*>([^<]+)', head)
    assert [(depth, name) for depth, _, name in offered if name.startswith(("Yard", "Pit"))] == [
        ("0", "Yard及下级"),
        ("1", "Pit"),
    ]
    by_name = {name: key for _, key, name in offered}
    assert counted(tiles(fay, f"&people={by_name['Pit']}")["all"]) == "4"
    assert counted(tiles(fay, f"&people={by_name['Yard及下级']}")["all"]) == "13"
    assert counted(tiles(fay, f"&people={by_name['我和下属']}")["all"]) == "13"


def test_who_is_reminded_and_called(place: Workspace, enter: Enter) -> None:
    fay, hal = enter("fay"), enter("hal")
    pending = tiles(fay)["pending"]
    assert re.findall(r'href="(tel:[^"]+)"', pending) == ["tel:02155550109"]
    rows = re.findall(r'name="id" value="([^"]+)" aria-label="提醒：([^"]+)"', pending)
    assert [name for _, name in rows] == ["Job 09"]  # fay is not reminded of her own
    token = csrf(fay.get("/page/desk").text)

    def press(visit: Visit, record: str, token: str = token) -> Response:
        return visit.client.post(
            f"{visit.base}/page/desk/pending/remind",
            data={"id": record},
            headers={"X-CSRF-Token": token, "HX-Request": "true"},
        )

    answer = press(fay, rows[0][0])
    assert answer.status_code == 200
    assert "已提醒" in answer.text
    press(fay, rows[0][0])  # once a day
    notices = hal.get("/notices").text
    assert notices.count("提醒您关注") == 1
    assert "Job 09" in notices
    stranger = enter("stu")
    assert press(stranger, rows[0][0], csrf(stranger.get("/page/desk").text)).status_code == 404
    other = find_job(place, "Job 10")  # done: not in the tile
    assert press(fay, other).status_code == 204
    assert hal.get("/notices").text.count("提醒您关注") == 1


def find_job(place: Workspace, name: str) -> str:
    with place.reading(SYSTEM) as context:
        return str(find(context, Query("job", ("id",), f'name = "{name}"')).rows[0]["id"])


def test_tiles_lie_as_their_reader_lays_them(enter: Enter) -> None:
    fay = enter("fay")
    defined = list(tiles(fay))
    token = csrf(fay.get("/page/desk/arrange").text)

    def do(**data: str) -> str:
        answer = fay.client.post(
            f"{fay.base}/page/desk/arrange", data=data, headers={"X-CSRF-Token": token, "HX-Request": "true"}
        )
        assert answer.status_code == 200, answer.text
        return answer.text

    do(key="earned", do="after")
    do(key="all", do="wider")
    do(key="words", do="hide")
    assert 'value="words"' in do(key="month", do="side")
    seen = tiles(fay)
    assert list(seen)[:2] == ["all", "earned"]
    assert "words" not in seen
    assert " w5 " in seen["all"]
    assert "words" in tiles(enter("hal"))  # others keep theirs
    do(main="ring,all", rail="today,earned")
    assert [key for key in tiles(fay) if key in ("ring", "all", "earned")] == ["ring", "all", "earned"]
    do(show="words")
    assert "words" in tiles(fay)
    do(do="reset")
    assert list(tiles(fay)) == defined
    assert (
        fay.client.post(
            f"{fay.base}/page/desk/arrange", data={"key": "nothing"}, headers={"X-CSRF-Token": token}
        ).status_code
        == 404
    )
