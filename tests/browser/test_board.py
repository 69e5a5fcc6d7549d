"""A page of tiles in Chromium: parts arrive by themselves, charts are drawn, clicked and read as tables, boxes tick."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dougong.records.values import Create

from .conftest import enter, served, sign_in
from .faults import AXE, RUN
from tests.support.day import product_day
from tests.support.yard import jobs, yard

pytestmark = pytest.mark.browser
PAGE = "/page/desk"


def records(admin: str) -> list[Create]:
    """The yard's jobs, all the administrator's, whose days hang on today."""
    return list(jobs({"fay": admin, "hal": admin}, product_day()))


@pytest.fixture(scope="module")
def yard_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("yard"), yard(), records) as found:
        yield found


@pytest.fixture
def page(browser: Browser, yard_address: str, complaints: list[str]) -> Iterator[Page]:
    """The page, signed in; the test fails on console errors and violations of the content security policy."""
    base = yard_address.partition("#")[0]
    context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    found = context.new_page()
    found.set_default_timeout(8000)
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    enter(found, yard_address, PAGE)
    yield found
    context.close()
    assert complaints == []


def arrived(page: Page) -> None:
    expect(page.locator(".tile.coming")).to_have_count(0)
    expect(page.locator("#tile-bars canvas")).to_be_visible()


def test_tiles_arrive_and_charts_are_drawn(page: Page) -> None:
    arrived(page)
    expect(page.locator(".tile.is-ready")).to_have_count(18)
    expect(page.locator("#tile-share .ctotal")).to_have_text("13")
    expect(page.locator(".bsub")).to_contain_text("项待办")
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('echarts.js')).length"
    )
    assert loaded == 1
    page.goto("/job")
    expect(page.locator("#rows")).to_be_visible()
    assert page.evaluate("typeof window.echarts") == "undefined"  # no list pays for charts


def test_a_bar_opens_its_records(page: Page) -> None:
    arrived(page)
    first = page.locator("#tile-bars tbody tr").first
    name, count = first.locator("th").text_content() or "", first.locator("td").text_content() or ""
    box = page.locator("#tile-bars .canvas").bounding_box()
    assert box
    rows = page.locator("#tile-bars tbody tr").count()
    y = box["y"] + 12 + (box["height"] - 14) / rows / 2
    page.mouse.move(box["x"] + box["width"] * 0.55, y)
    expect(page.locator("#tile-bars .ctip")).to_contain_text(name)
    expect(page.locator("#tile-bars .ctip")).to_contain_text(count)
    page.mouse.click(box["x"] + box["width"] * 0.55, y)
    page.wait_for_url(re.compile(r"/job\?.*filter="))
    expect(page.locator("#rows tr")).to_have_count(int(count))


def test_a_chart_is_a_table_too(page: Page) -> None:
    arrived(page)
    page.locator("#tile-months summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tile-months table")).to_be_visible()
    expect(page.locator("#tile-months .canvas")).to_be_hidden()
    expect(page.locator("#tile-months tbody tr").first).to_contain_text("月")


def test_the_period_is_switched(page: Page) -> None:
    arrived(page)
    whole = page.locator("#tile-earned .figv").inner_text()
    assert whole == "¥1,800"
    page.click(".bperiods >> text=本月")
    page.wait_for_url(re.compile("period=month"))
    arrived(page)
    expect(page.locator(".bperiods .on")).to_have_text("本月")
    expect(page.locator("#tile-earned")).to_contain_text("本月")


def test_a_box_ticks_off_and_the_head_counts(page: Page) -> None:
    arrived(page)
    before = int(page.locator("#tile-open .tcount").inner_text())
    page.locator("#tile-open .tickbox").last.click()
    expect(page.locator("#tile-open .tcount")).to_have_text(str(before - 1))
    expect(page.locator("#men-open")).to_have_text(f"{before - 1} 项待办")
    expect(page.locator(".toast")).to_contain_text("完成")


def test_tiles_are_dragged_and_moved_by_keys(page: Page) -> None:
    arrived(page)
    page.get_by_label("调整布局").click()
    expect(page.locator('#laid[data-drags="ready"]')).to_be_visible()
    cards = page.locator('[data-lane="main"] [data-key]')
    first, second = (cards.nth(n).get_attribute("data-key") for n in (0, 1))
    page.locator(f"#lay-after-{first}").focus()
    page.keyboard.press("Enter")
    expect(cards.nth(0)).to_have_attribute("data-key", second or "")
    expect(page.locator(f"#lay-after-{first}")).to_be_focused()
    expect(page.locator('#laid[data-drags="ready"]')).to_be_visible()
    source, target = (page.locator(f'[data-key="{key}"]').bounding_box() for key in ("hands", second))
    assert source
    assert target
    page.mouse.move(source["x"] + 12, source["y"] + 20)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(source["x"] + 12 + (target["x"] - source["x"]) * step / 20,
                        source["y"] + 20 + (target["y"] - 10 - source["y"]) * step / 20)  # fmt: skip
    expect(cards.nth(0)).to_have_attribute("data-key", "hands")  # where it would go is shown while it is held
    page.mouse.up()
    expect(cards.nth(0)).to_have_attribute("data-key", "hands")
    page.get_by_role("button", name="恢复默认").click()
    expect(cards.nth(0)).to_have_attribute("data-key", first or "")


def test_a_list_and_a_page_of_tiles_are_light(browser: Browser, yard_address: str) -> None:
    """The first time in a browser: at most 30 requests for a list, some more for tiles, and 500 KB over the wire."""
    base, _, login = yard_address.partition("#")
    context = browser.new_context(base_url=base, locale="zh-CN")
    found = context.new_page()
    sign_in(found, login)
    kept = context.storage_state()
    context.close()
    for path, there, most in (("/job", "#rows tr", 30), (PAGE, "#tile-bars canvas", 40)):
        context = browser.new_context(base_url=base, locale="zh-CN", storage_state=kept)
        found = context.new_page()
        found.goto(path)
        expect(found.locator(there).first).to_be_visible()
        found.wait_for_load_state("networkidle")
        requests, octets = found.evaluate(
            """() => { const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            return [all.length, all.reduce((sum, one) => sum + one.transferSize, 0)]; }"""
        )
        context.close()
        assert octets > 10_000, path
        assert requests <= most, path
        assert octets <= 500_000, path


def test_what_did_not_arrive_can_be_asked_for_again(page: Page, complaints: list[str]) -> None:
    arrived(page)
    page.route(re.compile("/tiles"), lambda route: route.abort())
    page.goto(PAGE)
    lost = page.locator("#tile-all.failed .missing")
    expect(lost).to_be_visible()
    page.unroute(re.compile("/tiles"))
    lost.locator("a").click()
    expect(page.locator("#tile-all .figv")).to_have_text("13")
    complaints.clear()  # the browser tells of the requests that were cut off


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_serious(page: Page, theme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
    arrived(page)
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    page.locator("#tile-bars summary").click()
    page.evaluate(Path(AXE).read_text("utf-8"))
    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
