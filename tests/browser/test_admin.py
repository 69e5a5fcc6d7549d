"""Administration in a browser: departments by mouse and keyboard, an invitation copied, nothing serious for axe (on a
phone in light; at a desk in dark by `make proof`), no script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dougong.host.web.pages.admin.sections import SECTIONS

from tests.browser.conftest import sign_in
from tests.browser.faults import AXE, faults_of
from tests.browser.settled import visit

pytestmark = pytest.mark.browser
PAGES = (
    "/admin", *(section.path for section in SECTIONS), "/admin/people/invite", "/admin/sign-in/sessions", "/admin/roles/member",
    "/admin/quality/repair", "/profile/second-factor", "/admin/audit?entity=person", "PERSON", "LEAVING",
)  # fmt: skip


def add(page: Page, name: str, below: str = "") -> None:
    page.fill(".adm-line [name=name]", name)
    page.select_option(".adm-line [name=parent]", label=below or "最上层")
    page.click(".adm-line button")
    page.wait_for_selector(f".adm-unitname:has-text('{name}')")


def unit(name: str) -> str:
    return f".adm-unit:has(.adm-unitname:has-text('{name}'))"


def parents(page: Page) -> dict[str, str]:
    """Name -> name of the department above, as drawn."""
    return dict(
        page.evaluate(
            """() => [...document.querySelectorAll('.adm-unit')].map((row) => {
                const name = (one) => one?.querySelector('.adm-unitname').textContent.trim() ?? '';
                return [name(row), name(row.closest('ul').closest('li')?.querySelector(':scope > .adm-unit'))];
            })"""
        )
    )


def test_departments_by_mouse_and_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("/admin/departments")
    add(page, "Alpha")
    add(page, "Beta")
    add(page, "Gamma", "Beta")
    page.drag_and_drop(unit("Gamma"), unit("Alpha"))
    page.wait_for_selector(f"li:has(> {unit('Alpha')}) > ul [data-moved]")
    assert parents(page) | {"Alpha": "", "Beta": "", "Gamma": "Alpha"} == parents(page)
    page.locator(".adm-unitname", has_text="Beta").focus()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_function("() => document.querySelector('[data-moved]')?.textContent.includes('Beta')")
    assert parents(page)["Beta"] == "Alpha"
    expect(page.locator(".adm-unitname", has_text="Beta")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_function("() => !document.querySelector('.adm-tree .adm-tree [data-moved]')")
    assert parents(page)["Beta"] == ""


def test_an_invitation_is_made_and_copied(open_page: Callable[..., Page], browser: Browser, address: str) -> None:
    page = open_page("/admin/people")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("a:has-text('邀请')")
    page.fill("[name=name]", "Qiao")
    page.fill("[name=email]", "qiao@a.example")
    page.click("button.pri")
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("已复制")
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert "/welcome/" in link
    other = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    guest = other.new_page()
    guest.goto(link)
    for name in ("password", "again"):
        guest.fill(f"[name={name}]", "four plain little words")
    guest.click("button.pri")
    guest.wait_for_url(lambda url: "/welcome" not in url)
    guest.goto(address.partition("#")[0] + "/profile")
    assert "Qiao" in guest.content()
    other.close()


@pytest.mark.parametrize(("width", "theme"), [pytest.param(1440, "dark", marks=pytest.mark.proof), (390, "light")])
def test_nothing_serious(open_page: Callable[..., Page], theme: str, width: int) -> None:
    if not Path(AXE).is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = open_page("/admin/people", width)
    person = page.get_attribute(".who", "href") or ""
    found: dict[str, object] = {}
    for path in PAGES:
        visit(page, {"PERSON": person, "LEAVING": f"{person}/deactivate"}.get(path, path))
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        if faults := faults_of(page, width):
            found[path] = faults
    assert found == {}


def test_without_scripts(browser: Browser, address: str) -> None:
    base, _, login = address.partition("#")
    context = browser.new_context(base_url=base, java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto("/sign-in?language=en")
    sign_in(page, login)
    page.goto("/admin/departments")
    page.fill(".adm-line [name=name]", "Plain")
    page.click(".adm-line button")
    assert "Plain" in page.content()
    page.goto("/admin/audit?entity=department")
    assert "Plain" in page.content()
    page.goto("/admin/sign-in")
    page.check("[name=required][value=roles]")
    page.click("form[action$=second-factor] button")
    assert page.locator("[name=required][value=roles]").is_checked()
    page.check("[name=required][value=nobody]")
    page.click("form[action$=second-factor] button")
    context.close()
