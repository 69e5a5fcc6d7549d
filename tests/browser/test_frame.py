"""The frame in a browser: the palette by keys alone, the bell live, favourites and their order, keys, the phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dougong.host import notices
from dougong.host.access import people
from dougong.host.notices import Notice
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.rights import SYSTEM
from dougong.records.values import Create

from .conftest import served
from .workshop import bundle

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("frame")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    def made(admin: str) -> list[Create]:
        return [Create("repair", {"name": name, "owner": admin}) for name in ("天津国泰", "Pump", "Valve", "Gauge")]

    with served(home, bundle(), made) as found:
        yield found


def tell(home: Path, count: int = 1) -> None:
    """Notices to the administrator, written by somebody beside the server, as another process would."""
    workspace = open_workspace(Settings(home=home, database_url=""), DEFAULT)
    with workspace.writing(SYSTEM) as context:
        admin = people.everyone(context.connection, context.store)[0].id
        told = [Notice("job", admin, details={"kind": "export", "state": "done"}) for _ in range(count)]
        notices.notify(context.connection, told, context.now)
    workspace.close()


def test_the_palette_by_keys_alone(open_page: Open) -> None:
    page = open_page("/repair")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-actions .hit").first).to_have_text("新建维修单")
    expect(page.locator("#palette-found .hit").first).to_be_visible()
    page.keyboard.type("tjgt")
    hit = page.locator("#palette-found .hit", has_text="天津国泰")
    expect(hit).to_have_class("hit on")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("天津国泰")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("编辑")
    expect(page.locator("#palette .hit.on")).to_have_text("编辑")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit")


def test_one_request_per_pause(open_page: Open) -> None:
    page = open_page("/repair")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/palette?" in request.url else None)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-found .hit").first).to_be_visible()
    page.locator("#palette input[name=q]").evaluate(  # four strokes without a pause, however busy the machine
        "(q) => { for (const typed of ['p', 'pu', 'pum', 'pump'])"
        " { q.value = typed; q.dispatchEvent(new Event('input', {bubbles: true})); } }"
    )
    expect(page.locator("#palette-found .hit", has_text="Pump")).to_have_count(2)
    assert len(asked) == 2, asked
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_the_bell_rings_in_every_tab_over_one_stream(open_page: Open, home: Path) -> None:
    page = open_page("/repair")
    other = page.context.new_page()
    streams: list[str] = []
    other.on("request", lambda request: streams.append(request.url) if "/notices/stream" in request.url else None)
    other.goto("/repair")
    expect(other.locator("[data-unread]")).to_be_hidden()
    tell(home, 2)
    for tab in (page, other):
        expect(tab.locator("[data-unread]")).to_have_text("2")
    assert streams == [], "the second tab hears from the first"
    page.close()
    tell(home)
    expect(other.locator("[data-unread]")).to_have_text("3")
    assert len(streams) == 1, "and takes over when the first is closed"
    other.locator(".bell").click()
    other.locator("[data-notices] .notice").first.click()
    expect(other.locator("[data-unread]")).to_have_text("2")
    other.get_by_role("button", name="全部已读").click()
    expect(other.locator("[data-unread]")).to_be_hidden()


def test_favourites_are_starred_ordered_by_keys_and_stay(open_page: Open) -> None:
    page = open_page("/repair")
    page.locator("[data-star]").click()
    expect(page.locator("#mine [data-path]")).to_have_count(1)
    page.locator(".nm a", has_text="Valve").first.click()
    expect(page.locator("h1")).to_contain_text("Valve")
    page.keyboard.press("s")
    expect(page.locator("#mine [data-path]")).to_have_count(2)
    expect(page.locator("[data-star]")).to_have_attribute("aria-pressed", "true")
    page.locator("#mine [data-path]", has_text="Valve").focus()
    with page.expect_response("**/favourites/order"):
        page.keyboard.press("Alt+ArrowUp")
    page.reload()
    expect(page.locator("#mine [data-path]").first).to_have_text("Valve")
    with page.expect_response("**/visits"):
        pass
    page.goto("/repair")
    page.locator("#mine [data-keep=recent] summary").click()
    expect(page.locator("#mine [data-keep=recent] a").first).to_have_text("Valve")


def test_keys_that_work_everywhere(open_page: Open) -> None:
    page = open_page("/repair")
    page.keyboard.press("?")
    expect(page.locator("#dialog .keymap")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notices")
    page.goto("/help/repair")
    expect(page.locator("article h1")).to_have_text("维修单")


def test_a_swap_takes_no_inline_style_along(open_page: Open) -> None:
    page = open_page("/repair")
    page.evaluate("document.querySelector('#work').style.opacity = '1'")
    page.locator(".nm a", has_text="Valve").first.click()
    expect(page.locator("h1")).to_contain_text("Valve")


def test_what_is_gone_leaves_the_frame_standing(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/repair")
    link = page.locator(".nm a", has_text="Gauge").first
    # At once: rows may be drawn anew between two steps.
    link.evaluate("one => { one.href = one.getAttribute('href').replace(/..$/, 'zz'); one.click(); }")
    expect(page.locator("#work h2")).to_have_text("没有找到")
    page.locator("#menu a[href$='view=repair_all'] >> visible=true").first.click()
    expect(page.locator("#rows")).to_contain_text("Gauge")
    assert [one for one in complaints if "404" not in one] == []
    complaints.clear()


def test_search_shows_more_in_place(open_page: Open) -> None:
    page = open_page("/search?q=pump", language="en")
    expect(page.locator(".hits .two")).to_have_count(1)
    expect(page.locator("mark")).to_have_text("Pump")


def test_on_a_phone_palette_and_bell_fill_the_screen(open_page: Open) -> None:
    page = open_page("/repair", width=390)
    page.locator(".phonebar .plus").click()
    box = page.locator("#palette").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    hit = page.locator("#palette .hit").first.bounding_box()
    assert hit is not None
    assert hit["height"] >= 40
    page.get_by_role("button", name="关闭").first.click()
    page.locator(".bell").click()
    panel = page.locator(".menu.notices").bounding_box()
    assert panel is not None
    assert (panel["x"], panel["width"]) == (0, 390)
    for path in ("/notices", "/favourites", "/help/repair", "/search?q=pump"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
