"""Three ways to work a page: a mouse, keys alone, a finger. A journey is written once and walked by any of them."""

import re
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, expect

Way = Literal["mouse", "keys", "touch"]
PATIENCE = 15_000
"""Milliseconds for what a page should show; a machine may be busy with other tests."""
_STOPS = 250
_WHERE = r"""(there) => {
  const here = document.activeElement;
  if (here === there) return 0;
  if (here === document.body) { // what stands last is reached backwards, as a long list grows while one goes through it
    const every = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
    return every.indexOf(there) > every.length / 2 ? -1 : 1;
  }
  return here && here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
}"""


class Hand:
    """`page` signed in as one person; every browser error is kept in `complaints`."""

    def __init__(
        self, browser: Browser, base: str, way: Way, language: str, person: str | re.Pattern[str]
    ) -> None:  # fmt: skip
        self.way, self.language = way, language
        phone = way == "touch"
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        self.context = browser.new_context(
            base_url=base, viewport=size, locale=language, has_touch=phone, is_mobile=phone  # type: ignore[arg-type]
        )  # fmt: skip
        self.context.add_cookies([{"name": "dougong_language", "value": language, "url": base}])
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.set_default_navigation_timeout(2 * PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.goto("/sign-in")
        self.page.get_by_role("button", name=person).first.click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.goto("/profile")
            self.page.locator(f"#work [name=language][value={language}]").click()
            expect(self.page.locator("html")).to_have_attribute("lang", language)

    def __call__(self, selector: str, words: str = "") -> Locator:
        """What can be seen, the first of it; `words` narrows to what holds them."""
        found = self.page.locator(f"{selector} >> visible=true")
        return (found.filter(has_text=words) if words else found).first

    def go(self, address: str) -> None:
        self.page.goto(address)

    def press(self, what: Locator) -> None:
        """A click, a tap, or Tab until it is in focus and Enter."""
        if self.way == "mouse":
            what.click()
        elif self.way == "touch":
            what.tap()
        else:
            self.reach(what)
            self.page.keyboard.press("Enter")

    def reach(self, what: Locator) -> None:
        """Tab, forwards or back, to what must be in focus; AssertionError where keys cannot get there."""
        expect(what).to_be_visible()
        for _ in range(_STOPS):
            where = what.evaluate(_WHERE)
            if where == 0:
                return
            self.page.keyboard.press("Tab" if where > 0 else "Shift+Tab")
        raise AssertionError(f"{_STOPS} times Tab do not lead to {what}")

    def tick(self, box: Locator) -> None:
        """A box or switch, turned over."""
        if self.way == "keys":
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            self.press(box)

    def write(self, what: Locator, words: str) -> None:
        """Words into a field, in place of those that stand there."""
        if self.way == "keys":
            self.reach(what)
            self.page.keyboard.press("Control+a")
        else:
            self.press(what)
            what.fill("")
        self.page.keyboard.type(words)

    def choose(self, what: Locator, key: str) -> None:
        """An option of a field that offers a list."""
        if self.way != "keys":
            what.select_option(key)
            return
        self.reach(what)
        keys: list[str] = what.evaluate("(list) => [...list.options].map((one) => one.value)")
        self.page.keyboard.press("Home")
        for _ in range(keys.index(key)):
            self.page.keyboard.press("ArrowDown")
        expect(what).to_have_value(key)

    def close(self) -> None:
        """AssertionError for what the browser complained of; refusals that ask for an answer are no fault."""
        self.context.close()
        assert [one for one in self.complaints if "422" not in one and "409" not in one] == []
