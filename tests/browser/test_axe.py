"""axe-core finds nothing serious on any kind of page, light or dark, wide or narrow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/repair", "/repair?group=stage", "/repair?filter=amount+%3E+999999", "/repair/new", "/specimen/new", "/repair/import",
    "/repair/recycle", "/profile", "/search?q=Repair", "/notices", "/favourites", "/help", "/help/repair", "RECORD", "EDIT",
)  # fmt: skip
RUN = """async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => one.id +
        ' ' + one.nodes.length + ': ' + one.nodes[0].html.slice(0, 160) + ' ' + one.nodes[0].any.map((a) => a.message).join(' '))"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_serious(open_page: Callable[..., Page], theme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/repair?q=Repair+11", width)
    record = page.get_attribute("#rows tr", "data-id")
    found = {}
    for path in PAGES:
        page.goto({"RECORD": f"/repair/{record}", "EDIT": f"/repair/{record}/edit"}.get(path, path))
        page.wait_for_load_state("networkidle")
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.evaluate(AXE.read_text("utf-8"))
        if faults := page.evaluate(RUN):
            found[path] = faults
    assert found == {}


OPENED = (
    ("/repair/new", "#f-due", ".cal:popover-open .today"),
    ("/specimen/new", "#f-about", ".combo.open .mi"),
    ("/repair", ".bar summary:has-text('列')", ".colmenu .cols"),
    ("/repair", ".bar summary:has-text('筛选')", ".menu [data-add-filter]"),
    ("/repair", ".tabs .end summary", ".tabs .end .menu"),
    ("/repair?sort=amount", ".bar .right >> text=存为视图", "#dialog form"),
    ("/repair/new", "[data-row-add]", "tr[data-row]"),
    ("/repair", ".find", "#palette-found .hit"),
    ("/repair", ".bell", "[data-notices] .none"),
    ("/repair", ".me", "[data-keys]"),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_in_what_opens(open_page: Callable[..., Page], theme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/repair")
    found = {}
    for path, press, shown in OPENED:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.locator(press).first.click()
        page.locator(shown).first.wait_for()
        page.evaluate(AXE.read_text("utf-8"))
        if faults := page.evaluate(RUN):
            found[path, press] = faults
    assert found == {}
