"""The frame: palette, search page, favourites, recent records, notices and help, within their reader's rights."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host import notices
from dougong.host.install import install
from dougong.host.notices import Notice
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query, Update
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import base_of, csrf, visitor


def furnished(workspace: Workspace) -> None:
    """The workshop with three repairs and Ann, who may see none of them."""
    install(workspace, bundle())
    with workspace.writing(SYSTEM) as context:
        repairs = [Create("repair", {"name": name, "cause": "rust"}) for name in ("天津国泰", "Pump", "Pump two")]
        folk = [Create("person", {"name": "Ann", "login": "ann"})]
        assert write(context, [*repairs, *folk], Cause("install")).written


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def place(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def admin(place: Workspace) -> Iterator[TestClient]:
    with visitor(place, "admin", place.clock) as client:
        yield client


def repair(place: Workspace, name: str) -> str:
    with place.reading(SYSTEM) as context:
        return str(find(context, Query("repair", ("id",), filter=f'name = "{name}"')).rows[0]["id"])


def token(place: Workspace, client: TestClient) -> str:
    return csrf(client.get(f"{base_of(place)}/favourites").text)


def post(place: Workspace, client: TestClient, to: str, /, **values: object) -> int:
    data = {"_csrf": token(place, client), **values}
    return int(client.post(base_of(place) + to, data=data, headers={"HX-Request": "true"}).status_code)


def labels(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in re.findall(r'class="hit".*?</a>', html, re.DOTALL)]


def test_the_palette_goes_makes_and_finds_by_initials(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    first = admin.get(f"{base}/palette").text
    assert f'href="{base}/repair/new"' in first
    found = admin.get(f"{base}/palette?q=tjgt").text
    assert f'href="{base}/repair/{repair(place, "天津国泰")}"' in found
    assert f'href="{base}/repair?view=repair_all"' in admin.get(f"{base}/palette?q=wxd").text, "the menu by initials"
    assert f'href="{base}/repair/new"' in admin.get(f"{base}/palette?q=新建").text
    assert f'href="{base}/search?q=nothing+here"' in admin.get(f"{base}/palette?q=nothing+here").text.replace(
        "%20", "+"
    )


def test_what_was_looked_at_comes_first(place: Workspace, admin: TestClient) -> None:
    base, path = base_of(place), f"/repair/{repair(place, 'Pump two')}"
    before = admin.get(f"{base}/palette?q=pump").text
    assert before.index("Pump</span>" if "Pump</span>" in before else "Pump ") < before.index("Pump two")
    assert post(place, admin, "/visits", path=path) == 204
    assert admin.get(f"{base}/palette").text.index(path) < admin.get(f"{base}/palette").text.index("/repair/new")
    after = labels(admin.get(f"{base}/palette?q=pump").text)
    assert after[0].find("Pump two") >= 0, after
    assert path in admin.get(f"{base}/menu/counts").text


def test_search_counts_by_kind_says_why_and_narrows(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    page = admin.get(f"{base}/search?q=pump").text
    assert "<mark>Pump</mark> two" in page
    assert len(re.findall(r'class="hit two"', page)) == 2
    assert re.search(r"kind=repair[^>]*>[^<]*<span class=\"c\">2</span>", page), "the tab of the kind says how many"
    assert re.findall(r'class="hit two"', admin.get(f"{base}/search?q=pump&kind=person").text) == []
    assert re.findall(r'class="hit two"', admin.get(f"{base}/search?q=pump&owner=me").text) == []
    assert len(re.findall(r'class="hit two"', admin.get(f"{base}/search?q=pump&days=7").text)) == 2
    assert "<mark>tjgt</mark>" in admin.get(f"{base}/search?q=tjgt").text, "found by its initials"
    assert admin.get(f"{base}/search?q=pump&after=nonsense").status_code == 200


def test_search_continues_where_it_ended(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    with place.writing(SYSTEM) as context:
        assert write(
            context, [Create("repair", {"name": f"Valve {n:02}"}) for n in range(70)], Cause("install")
        ).written
    seen: list[str] = []
    href = f"{base}/search?q=valve"
    while href:
        page = admin.get(href).text
        seen += re.findall(r'class="hit two" href="([^"]+)"', page)
        more = re.search(r'id="search-more"><a class="btn" href="([^"]+)"', page)
        href = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 70


def test_favourites_are_kept_ordered_and_let_go(place: Workspace, admin: TestClient) -> None:
    base, record = base_of(place), f"/repair/{repair(place, 'Pump')}"
    view = "/repair?view=repair_all"
    for path in (record, view):
        assert post(place, admin, "/favourites", path=path) == 200
    kept = re.findall(r'data-path="([^"]+)"', admin.get(f"{base}/menu/counts").text)
    assert kept == [record, view]
    assert post(place, admin, "/favourites/order", path=[view, record]) == 204
    assert re.findall(r'data-path="([^"]+)"', admin.get(f"{base}/menu/counts").text) == [view, record]
    assert post(place, admin, "/favourites", path=view) == 200
    assert re.findall(r'data-path="([^"]+)"', admin.get(f"{base}/menu/counts").text) == [record]
    for wrong in ("/repair/00000000-0000-7000-8000-000000000000", "/admin", "https://elsewhere", "/repair?view=none"):
        assert post(place, admin, "/favourites", path=wrong) == 404, wrong
    star = re.search(r'data-star="([^"]+)"', admin.get(f"{base}{record}").text)
    assert star
    assert star[1] == record


def test_nothing_of_the_frame_shows_what_its_reader_may_not_see(place: Workspace) -> None:
    base, hidden = base_of(place), repair(place, "Pump")
    with place.writing(SYSTEM) as context:
        ann = str(find(context, Query("person", ("id",), filter='login = "ann"')).rows[0]["id"])
        told = [
            Notice("owner", ann, "repair", hidden), Notice("share", ann, "repair", hidden),
            Notice("mention", ann, "repair", hidden, details={"words": "the Pump leaks"}),
        ]  # fmt: skip
        assert notices.notify(context.connection, told, context.now) == 3
    with visitor(place, "ann", place.clock) as client:
        assert post(place, client, "/favourites", path=f"/repair/{hidden}") == 404
        assert post(place, client, "/visits", path=f"/repair/{hidden}") == 204
        pages = (
            "/palette",
            "/palette?q=pump",
            "/search?q=pump",
            "/menu/counts",
            "/favourites",
            "/notices",
            "/notices/panel",
            "/help",
        )
        for path in pages:
            answer = client.get(base + path)
            assert answer.status_code == 200, path
            assert hidden not in answer.text, path
            assert "Pump" not in answer.text, path
            assert "/repair/new" not in answer.text, path
        assert client.get(f"{base}/help/repair").status_code == 404
        assert len(re.findall("data-notice=", client.get(f"{base}/notices/panel").text)) == 3


def test_notices_are_read_one_by_one_and_all(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    with place.writing(SYSTEM) as context:
        me = str(find(context, Query("person", ("id",), filter='login = "admin"')).rows[0]["id"])
        told = [
            Notice("owner", me, "repair", repair(place, "Pump")), Notice("owner", me, "repair", None, count=12),
            Notice("job", me, details={"kind": "export", "state": "failed", "message": "disk <full>"}),
        ]  # fmt: skip
        notices.notify(context.connection, told, context.now)
    page = admin.get(f"{base}/notices").text
    assert "<b>Pump</b>" in page
    assert "12" in page
    assert "disk &lt;full&gt;" in page, "what a job says is text"
    first = re.findall(r'data-notice="(\d+)"', page)[0]
    assert post(place, admin, "/notices/read", id=first) == 204
    assert len(re.findall("data-notice=", admin.get(f"{base}/notices?show=unread").text)) == 2
    assert post(place, admin, "/notices/read") == 204
    assert re.findall("data-notice=", admin.get(f"{base}/notices?show=unread").text) == []
    assert post(place, admin, "/notices/kinds", kind=["job"]) == 204
    switches = re.findall(r'name="kind" value="(\w+)" (checked)?', admin.get(f"{base}/notices").text)
    assert [key for key, on in switches if on] == ["job"]


def test_help_says_what_definitions_say(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    assert f'href="{base}/help/specimen"' in admin.get(f"{base}/help").text
    page = admin.get(f"{base}/help/repair").text
    for words in ("阶段", "待修", "已修", "必填", "自动计算"):
        assert words in page, words
    assert admin.get(f"{base}/help/nothing").status_code == 404


def test_language_zone_and_theme_follow_the_person(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    form = {"_csrf": token(place, admin)}
    for path, values in (
        ("language", {"language": "en"}), ("zone", {"zone": "Asia/Tokyo"}), ("zone", {"zone": "Moon/Base"}), ("theme", {"theme": "dark"}),
    ):  # fmt: skip
        assert admin.post(f"{base}/profile/{path}", data={**form, **values}).status_code == 303
    page = admin.get(f"{base}/profile").text
    assert '<html lang="en" data-theme="dark"' in page
    assert re.search(r'<option value="Asia/Tokyo" selected>Tokyo \(\+09:00\)', page)


def test_who_has_not_chosen_reads_as_their_browser_does(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)

    def head(path: str, **headers: str) -> str:
        return str(admin.get(base + path, headers=headers).text).partition("<body")[0]

    english = {"accept-language": "en-GB,en;q=0.9,zh;q=0.5"}
    assert '<html lang="en" data-theme="auto"' in head("/favourites", **english)
    assert "js/theme.js" in head("/favourites"), "the system is asked before anything is drawn"
    assert '<html lang="zh-CN"' in head("/favourites"), "without a word from the browser it is the setting's"
    with place.writing(SYSTEM) as context:
        ann = find(context, Query("person", ("id",), filter='login = "ann"')).rows[0]["id"]
        assert write(context, [Update("person", ann, {"language": "zh-CN"})], Cause("user")).written
    with visitor(place, "ann", place.clock) as client:
        assert '<html lang="zh-CN"' in client.get(f"{base}/favourites", headers=english).text, (
            "a choice goes with the person"
        )
    with visitor(place, "admin", place.clock) as client:
        client.cookies.set("dougong_language", "en")
        client.cookies.set("theme", "light")
        page = client.get(f"{base}/favourites", headers={"accept-language": "zh"}).text
        assert '<html lang="en" data-theme="light"' in page, "chosen where one signs in"
        assert "js/theme.js" not in page


def test_the_switch_offers_the_workspaces_one_is_signed_in_to(place: Workspace, admin: TestClient) -> None:
    base = base_of(place)
    keys = admin.cookies.get("dougong_workspaces", domain="localhost.local", path="/")
    assert keys == place.key
    admin.cookies.set("dougong_workspaces", f"{place.key}.no_such_place.Bad!", domain="localhost.local", path="/")
    menu = admin.get(f"{base}/favourites").text.split('class="find"')[0]
    assert len(re.findall(r'class="mi', menu)) == 1, "only this one; what is no workspace is not offered"
