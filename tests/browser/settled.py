"""When a page has come to rest: all it asked for is here and drawn. `networkidle` would idle half a second more each time."""

from weakref import WeakKeyDictionary

from playwright.sync_api import Page, Request

_asked: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()
_DRAWN = """async () => {
    await document.fonts.ready;
    await new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 40));
}"""
"""A script that asks for more does so by then."""


def visit(page: Page, path: str) -> None:
    """Goes there, and waits until nothing is outstanding."""
    if page not in _asked:
        _listen(page, _asked.setdefault(page, set()))
    asked = _asked[page]
    asked.clear()
    page.goto(path)
    for _ in range(300):
        page.evaluate(_DRAWN)
        if not asked:
            return
    raise AssertionError(f"{path} still waits for {[one.url for one in asked]}")


def _listen(page: Page, asked: set[Request]) -> None:
    def begun(one: Request) -> None:
        if one.resource_type != "eventsource":  # stays open
            asked.add(one)

    def ended(one: Request) -> None:
        asked.discard(one)

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)
