"""Timelines dragged by their ends, trees by drag and keys, galleries; axe over every arrangement, light and dark, wide and narrow."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from dougong.records.values import Create

from .conftest import served
from .faults import AXE, RUN
from .settled import visit
from tests.host.test_arrangements import yard
from tests.support.day import product_day

Open = Callable[..., Page]
NOW = product_day()
PAGES = (
    "view=boat_board",
    "view=boat_days",
    "view=boat_days&zoom=week",
    "view=boat_bars",
    "as=gallery",
    "as=tree",
    "as=map",
)


def boats(admin: str) -> list[Create]:
    """Fifty with days, amounts and some next steps; one with a place."""
    return [
        Create("boat", {
            "name": f"Boat {n:02}", "price": str(40 * n), "begins": NOW - timedelta(days=n % 9), "ends": NOW + timedelta(days=n % 7),
            "task": "Paint" if n % 3 else "", "owner": admin, "stage": ("dry", "afloat")[n % 2],
            "berth": {"region": "福建 厦门", "detail": "港 1 号"} if n == 7 else None,
        })
        for n in range(50)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("yard"), yard(), boats) as found:
        yield found


def bar(page: Page, name: str) -> Locator:
    return page.locator(f".gb[aria-label^='{name}']")


def drag(page: Page, start: tuple[float, float], by: float) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by / 2, start[1], steps=4)
    page.mouse.move(start[0] + by, start[1], steps=4)
    page.mouse.up()


def test_a_bar_is_moved_whole_and_by_its_end(open_page: Open) -> None:
    page = open_page('/boat?view=boat_bars&zoom=week&filter=name = "Boat 05"')
    one = bar(page, "Boat 05")
    box = one.locator(".body").bounding_box()
    assert box
    drag(page, (box["x"] + box["width"] / 2, box["y"] + 10), 68)
    expect(page.locator("#gt-said")).to_have_text(f"{NOW - timedelta(days=3)} – {NOW + timedelta(days=7)}")
    page.locator(".toast button").click()
    expect(page.locator(".toast", has_text="已撤销")).to_be_visible()
    expect(one).to_have_attribute("data-start", str(NOW - timedelta(days=5)))
    box = one.locator(".body").bounding_box()
    assert box
    drag(page, (box["x"] + box["width"] - 3, box["y"] + 10), 34)
    expect(page.locator("#gt-said")).to_have_text(f"{NOW - timedelta(days=5)} – {NOW + timedelta(days=6)}")
    one.focus()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(page.locator("#gt-said")).to_have_text(f"{NOW - timedelta(days=5)} – {NOW + timedelta(days=5)}")


def test_a_boat_is_hung_below_another_by_drag_and_taken_up_by_keys(open_page: Open) -> None:
    page = open_page("/boat?as=tree&sort=name")
    row = page.locator("#tree tr", has_text="Boat 01")
    row.drag_to(page.locator("#tree tr", has_text="Boat 00"))
    expect(page.locator("#tree tr[aria-level='2']", has_text="Boat 01")).to_be_visible()
    page.locator("#tree tr", has_text="Boat 00").locator("[data-branch]").click()
    expect(page.locator("#tree tr", has_text="Boat 01")).to_be_hidden()
    page.locator("#tree tr", has_text="Boat 00").locator("a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tree tr", has_text="Boat 01").locator("a")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#tree tr[aria-level='1']", has_text="Boat 01")).to_be_visible()


def test_a_finger_presses_move_and_then_the_place(open_page: Open) -> None:
    page = open_page("/boat?as=tree&sort=name", 390)
    page.locator("#tree tr", has_text="Boat 03").locator("[data-carry]").click()
    expect(page.locator("#tree-carry")).to_contain_text("Boat 03")
    page.locator("#tree-carry [data-carry-end]").click()
    expect(page.locator("#tree-carry")).to_be_hidden()
    page.locator("#tree tr", has_text="Boat 03").locator("[data-carry]").click()
    page.locator("#tree tr", has_text="Boat 02").locator("a").click()
    expect(page.locator("#tree tr[aria-level='2']", has_text="Boat 03")).to_be_visible()
    page.locator("#tree tr", has_text="Boat 02").locator("[data-branch]").click()
    expect(page.locator("#tree tr", has_text="Boat 03")).to_be_hidden()
    page.locator("#tree tr", has_text="Boat 02").locator("[data-branch]").click()
    page.locator("#tree tr", has_text="Boat 03").locator("[data-carry]").click()
    page.locator("#tree-carry [data-carry-top]").click()
    expect(page.locator("#tree tr[aria-level='1']", has_text="Boat 03")).to_be_visible()


def test_a_gallery_goes_on(open_page: Open) -> None:
    page = open_page("/boat?as=gallery&sort=name")
    expect(page.locator(".gc")).to_have_count(40)
    page.locator(".gal").evaluate("box => box.scrollTo(0, 100000)")
    expect(page.locator(".gc")).to_have_count(50)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_serious_in_any_arrangement(open_page: Open, theme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/boat", width)
    found = {}
    for query in PAGES:
        visit(page, f"/boat?{query}")
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
        if faults := page.evaluate(RUN):
            found[query] = faults
    assert found == {}
