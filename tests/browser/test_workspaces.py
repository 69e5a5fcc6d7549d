"""Two workspaces in one browser: by path and by host name, nothing of one seen in the other; each an app of its own offline."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dougong.host import preferences
from dougong.host.access import passwords, people
from dougong.host.install import prepare
from dougong.host.install.apps import install
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .conftest import PASSWORD, served, sign_in
from .workshop import bundle

pytestmark = pytest.mark.browser
Enter = Callable[[str], Page]


def second(home: Path) -> str:
    """The workspace `second`, green, with one record; its administrator's sign-in name."""
    settings = Settings(home=home, database_url="")
    engines.make_place(settings, "second")
    workspace = open_workspace(settings, "second")
    prepare(workspace)
    install(workspace, bundle(), with_samples=False)
    with workspace.writing(SYSTEM) as context:
        admin = people.everyone(context.connection, context.store)[0]
        passwords.put(context.connection, admin.id, PASSWORD, context.now)
        assert write(context, [Create("repair", {"name": "Violin", "owner": admin.id})], Cause("install")).written
        preferences.save(context.connection, preferences.Preferences(accent="green"))
    workspace.close()
    return admin.login or ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("two")

    def first(admin: str) -> list[Create]:
        return [Create("repair", {"name": "Bicycle", "owner": admin})]

    with served(home, bundle(), first, lambda: second(home)) as found:
        yield found


@pytest.fixture
def context(browser: Browser, place: str) -> Iterator[BrowserContext]:
    base, _, _ = place.partition("#")
    found = browser.new_context(base_url=base, viewport={"width": 1280, "height": 800}, locale="zh-CN")
    yield found
    found.close()


@pytest.fixture
def enter(context: BrowserContext, place: str) -> Enter:
    """Signs in to the workspace below a base path and opens its list."""
    login = place.partition("#")[2]

    def entered(base: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(8000)
        sign_in(page, login, base)
        page.goto(f"{base}/repair")
        return page

    return entered


def test_one_browser_in_two_workspaces(enter: Enter) -> None:
    page = enter("")
    expect(page.locator("#rows")).to_contain_text("Bicycle")
    expect(page.locator(".side .ws + .menu a")).to_have_count(1)
    page.close()
    page = enter("/w/second")
    expect(page.locator("html")).to_have_attribute("data-accent", "green")
    expect(page.locator("#rows")).to_contain_text("Violin")
    expect(page.locator("#rows")).not_to_contain_text("Bicycle")
    page.keyboard.press("Control+k")
    page.keyboard.type("bicycle")
    expect(page.locator("#palette-found .all")).to_be_visible()
    expect(page.locator("#palette-found .hit:not(.all)", has_text="Bicycle")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator(".nm a").first.click()
    expect(page.locator("h1")).to_contain_text("Violin")
    record = page.url.rpartition("/")[2]
    page.locator(".side .ws").click()
    page.locator(".side .ws + .menu a:not(.on)").click()
    expect(page.locator("html")).to_have_attribute("data-accent", "blue")
    assert "/w/second" not in page.url
    page.goto("/repair")
    expect(page.locator("#rows")).to_contain_text("Bicycle")
    expect(page.locator("#rows")).not_to_contain_text("Violin")
    for path in (f"/repair/{record}", f"/api/v1/repair/{record}"):
        answer = page.request.get(path)
        assert answer.status == 404, path
        assert "Violin" not in answer.text()
    page.goto("/favourites")
    page.locator(".me").click()
    page.get_by_role("button", name="退出登录").click()
    page.goto("/w/second/repair")
    expect(page.locator("#rows")).to_contain_text("Violin")


def test_a_host_name_chooses_too(browser: Browser, place: str) -> None:
    base, _, login = place.partition("#")
    context = browser.new_context(base_url=base.replace("127.0.0.1", "second.localhost"), locale="zh-CN")
    page = context.new_page()
    sign_in(page, login)
    page.goto("/repair")
    expect(page.locator("#rows")).to_contain_text("Violin")
    page.goto(base.replace("127.0.0.1", "localhost") + "/repair")
    assert "/sign-in" in page.url, "a session is of one workspace"
    context.close()


@pytest.mark.parametrize("base", ["", "/w/second"])
def test_offline_there_is_a_page_and_no_record(enter: Enter, context: BrowserContext, base: str) -> None:
    page = enter(base)
    reach = page.evaluate("navigator.serviceWorker.ready.then((one) => one.scope)")
    assert reach.endswith(f"{base}/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.goto(f"{base}/repair/new")
    page.fill("[name='f.name']", "Kept here")
    expect(page.locator("[data-draft-words]")).to_contain_text("本机")
    context.set_offline(True)
    expect(page.locator(".offchip")).to_be_visible()
    page.evaluate("window.onbeforeunload = null")
    page.goto(f"{base}/repair")
    expect(page.locator("h1")).to_have_text("没有网络连接")
    expect(page.locator("html")).to_have_attribute("data-accent", "green" if base else "blue")
    expect(page.locator("[data-drafts] b")).to_have_text("1")
    assert page.locator("h1").evaluate("one => getComputedStyle(one).fontWeight") == "600", "with its styles"
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (key) =>
            (await (await caches.open(key)).keys()).map((one) => new URL(one.url).pathname)))).flat()"""
    )
    assert kept
    assert [one for one in kept if not one.startswith("/static/") and not one.endswith("/offline")] == []
    context.set_offline(False)
    expect(page.locator("#rows")).to_contain_text("Violin" if base else "Bicycle")


def test_another_release_is_told_and_clears_what_was_kept(enter: Enter) -> None:
    page = enter("")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.evaluate("caches.open('shell::older')")
    page.evaluate("document.body.dataset.release = 'older'")
    page.evaluate("navigator.serviceWorker.register('/sw.js?language=en&theme=light', { scope: '/' })")
    expect(page.locator(".toast")).to_contain_text("有新版本")
    assert "shell::older" not in page.evaluate("caches.keys()")
    page.locator(".toast button").click()
    expect(page.locator("body")).not_to_have_attribute("data-release", "older")


def test_the_profile_says_how_to_install(enter: Enter) -> None:
    page = enter("/w/second")
    page.goto("/w/second/profile")
    card = page.locator("[data-install]")
    expect(card.locator("[data-way]:visible")).to_have_count(1)
    page.evaluate(
        "dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt: async () => { window.asked = true; } }))"
    )
    card.get_by_role("button", name="安装").click()
    page.wait_for_function("() => window.asked")
