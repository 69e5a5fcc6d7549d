"""The product on a free port with the workshop in it, and pages that fail a test for anything a browser complains of."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dougong.host.access import passwords, people
from dougong.host.install import prepare
from dougong.host.install.apps import install
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import Bundle
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .workshop import bundle

PASSWORD = "four plain little words"
_EXPECTED = ("422", "409")
_SESSION = f"dougong_{DEFAULT}"


@contextmanager
def served(
    home: Path, app: Bundle, make: Callable[[str], list[Create]], before: Callable[[], object] | None = None
) -> Iterator[str]:
    """The product with one app on a free port: its address, `#`, the administrator's sign-in name; PASSWORD lets them in.

    `before` is called when the place is made and nothing is served yet: it may make other workspaces."""
    login = furnish(home, app, make)
    if before is not None:
        before()
    with serving(create_app(_settings(home))) as address:
        yield f"{address}#{login}"


def _settings(home: Path) -> Settings:
    return Settings(home=home, database_url="", rate_limit=0, allowed_hosts=("*",))


def furnish(home: Path, app: Bundle, make: Callable[[str], list[Create]]) -> str:
    """A place with one app and its records; the administrator's sign-in name."""
    settings = _settings(home)
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT)
    prepare(workspace)
    install(workspace, app, with_samples=False)
    with workspace.writing(SYSTEM) as context:
        admin = people.everyone(context.connection, context.store)[0]
        passwords.put(context.connection, admin.id, PASSWORD, context.now)
        assert write(context, make(admin.id), Cause("install")).written
    workspace.close()
    return admin.login or ""


def repairs(admin: str) -> list[Create]:
    """Sixty open ones."""
    return [
        Create("repair", {"name": f"Repair {n:02}", "amount": str(100 * n), "stage": "open", "owner": admin})
        for n in range(1, 61)
    ]


_KEPT: dict[str, str] = {}
"""Address with login -> the token of a session there. A test's first window takes it; its others are other sessions."""


def enter(page: Page, address: str, path: str, *, anew: bool = False) -> None:
    """To a page of the product at `address`, signed in; with the password where there is no session yet, or `anew`."""
    base, _, login = address.partition("#")
    if address in _KEPT and not anew:
        page.context.add_cookies([{"name": _SESSION, "value": _KEPT[address], "url": base}])
        page.goto(path)
        if "/sign-in" not in page.url:
            return
    sign_in(page, login)
    _KEPT[address] = next(str(one["value"]) for one in page.context.cookies() if one["name"] == _SESSION)
    page.goto(path)


def sign_in(page: Page, login: str, base: str = "") -> None:
    """With the password, below a workspace's path."""
    page.goto(f"{base}/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button.pri")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A place with the workshop in it, to be copied; the administrator's sign-in name."""
    home = tmp_path_factory.mktemp("workshop")
    return home, furnish(home, bundle(), repairs)


@pytest.fixture(scope="module")
def address(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the product listens, with a workshop of the module's own: what one file leaves behind no other finds."""
    home = tmp_path_factory.mktemp("browser") / "home"
    shutil.copytree(workshop[0], home)
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained of; a test may take out what it provoked."""
    return []


@pytest.fixture
def open_page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Signs in and gives a page: `open_page(path, width, language)`; the test fails on console errors and CSP violations."""
    contexts = []

    def opened(path: str, width: int = 1440, language: str = "zh-CN") -> Page:
        base = address.partition("#")[0]
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 900 if width > 500 else 844}, locale=language,
            service_workers="block",
        )  # fmt: skip
        contexts.append(context)
        context.add_cookies([{"name": "dougong_language", "value": language, "url": base}])
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        enter(page, address, path, anew=len(contexts) > 1)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if not any(code in one for code in _EXPECTED)] == []
