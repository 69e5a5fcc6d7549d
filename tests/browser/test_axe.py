"""On every kind of page, light on a phone and (by `make proof`) dark at a desk: axe-core finds nothing serious, the browser
complains of nothing, nothing is wider than the screen, and on a phone whatever is pressed is 40 high. The other way round,
light at a desk and dark on a phone, it is `test_screens` that looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .faults import AXE, RUN, faults_of
from .settled import visit

pytestmark = pytest.mark.browser
PAGES = (
    "/repair", "/repair?group=stage", "/repair?filter=amount+%3E+999999", "/repair/new", "/specimen/new", "/repair/import",
    "/repair/recycle", "/repair?as=kanban", "/repair?as=calendar", "/profile", "/profile/files", "/profile/second-factor",
    "/studio", "/studio/menu", "/studio/rule", "/studio/rule/repair", "/studio/sheet", "/studio/page", "/studio/pipeline/repair",
    "/studio/publish", "/studio/releases", "/search?q=Repair", "/studio/view", "/studio/view/repair_all", "/studio/template",
    "/studio/template/own", "/studio/role", "/studio/role/member?at=person", "/studio/role/auditor?pane=role",
    "/notices", "/favourites", "/help", "/help/repair", "RECORD", "EDIT",
)  # fmt: skip


def speak(page: Page, language: str) -> None:
    """The person's own language, which goes before the browser's."""
    page.goto("/profile")
    page.locator(f"form.seg button[lang={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(("width", "theme"), [pytest.param(1440, "dark", marks=pytest.mark.proof), (390, "light")])
def test_nothing_serious(open_page: Callable[..., Page], theme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/repair?q=Repair+11", width)
    record = page.get_attribute("#rows tr", "data-id")
    found: dict[str, list[str]] = {}
    speak(page, "en" if theme == "dark" else "zh-CN")
    for path in PAGES:
        visit(page, {"RECORD": f"/repair/{record}", "EDIT": f"/repair/{record}/edit"}.get(path, path))
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        if faults := faults_of(page, width):
            found[path] = faults
    speak(page, "zh-CN")
    assert found == {}


OPENED = (
    ("/repair/new", "#f-due", ".cal:popover-open .today"),
    ("/specimen/new", "#f-about", ".combo.open .mi"),
    ("/repair", ".bar summary:has-text('列')", ".colmenu .cols"),
    ("/repair", ".bar summary:has-text('筛选')", ".menu [data-add-filter]"),
    ("/repair", ".tabs .end summary", ".tabs .end .menu"),
    ("/repair?sort=amount", ".bar .right >> text=存为视图", "#dialog form"),
    ("/repair/new", "tr[data-row] input[type=text]", "tr[data-row]"),
    ("/repair", ".find", "#palette-found .hit"),
    ("/repair", ".bell", "[data-notices] :is(.none, a)"),
    ("/repair", ".me", "[data-keys]"),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_in_what_opens(open_page: Callable[..., Page], theme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/repair")
    found = {}
    for path, press, shown in OPENED:
        visit(page, path)
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.locator(press).first.click()
        page.locator(shown).first.wait_for()
        page.evaluate(AXE.read_text("utf-8"))
        if faults := page.evaluate(RUN):
            found[path, press] = faults
    assert found == {}
