"""`make screenshots`: a new workspace with the stock app in each language, its pages into docs/images, each a small PNG.

`make screenshots ARGS="form record"` takes only those.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import update

from dougong.host.install import find_bundle, install, prepare
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.store.tables import workspace_meta
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace

from .shots import SHOTS, SMALL, Shot

IMAGES = Path(__file__).parents[2] / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LANGUAGES: tuple[Literal["zh-CN", "en"], ...] = ("zh-CN", "en")
MOST = 200_000
"""Bytes a picture may have."""


@contextmanager
def served(home: Path, language: Literal["zh-CN", "en"]) -> Iterator[str]:
    """The address of a product with the stock app and its samples, people of the demo sign in by a press on their name."""
    settings = Settings(home=home, database_url="", rate_limit=0, demo=True, language=language)
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT)
    prepare(workspace)
    install(workspace, find_bundle("crm"))
    with workspace.writer.begin() as connection:
        name = "榫卯智能装备" if language == "zh-CN" else "Mortise Machinery"
        connection.execute(update(workspace_meta).values(demo=True, name=name))
    workspace.close()
    with serving(create_app(settings)) as address:
        yield address


def take(browser: Browser, base: str, language: str, shot: Shot) -> None:
    """One picture, written as docs/images/<name>.<language>.png."""
    at = LANGUAGES.index(language)
    phone = shot.size == SMALL
    context = browser.new_context(
        base_url=base, viewport={"width": shot.size[0], "height": shot.size[1]}, locale=language, has_touch=phone,
        is_mobile=phone, reduced_motion="reduce",
    )  # fmt: skip
    context.add_cookies([{"name": "dougong_language", "value": language, "url": base}])
    if shot.dark:
        context.add_cookies([{"name": "theme", "value": "dark", "url": base}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto("/sign-in")
    page.get_by_role("button", name=shot.person[at]).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(shot.address.format(shot.words[at]))
    if shot.click:
        page.locator("#rows .nm a, .cards .rc a >> visible=true").first.click()
    if shot.then:
        page.locator(".hl h1").wait_for()
        page.goto(page.url.partition("?")[0] + shot.then)
    page.locator(f"{shot.ready} >> visible=true").first.wait_for()
    settle(page)
    kept = smaller(page.screenshot())
    assert len(kept) <= MOST, f"{shot.name}: {len(kept)} bytes"
    (IMAGES / f"{shot.name}.{language}.png").write_bytes(kept)
    sys.stdout.write(f"{shot.name}.{language}.png  {len(kept) // 1000} kB\n")
    context.close()


def settle(page: Page) -> None:
    """All tiles and counts have come."""
    expect(page.locator(".coming, .htmx-request")).to_have_count(0)
    page.wait_for_timeout(800)  # pictures in tiles are drawn by a script of their own


def smaller(picture: bytes) -> bytes:
    """The same picture with 256 colours, as flat pages need no more."""
    out = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(*names: str) -> None:
    """All pictures, or those named."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as home, served(Path(home), language) as base:
                for shot in SHOTS:
                    if not names or shot.name in names:
                        take(browser, base, language, shot)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
