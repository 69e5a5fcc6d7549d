"""Every type of page and every section of the guide: nothing overlaps, is cut off or pale, axe-core finds nothing serious,
all that is clicked is reached by keys, and a small picture is like the one that is kept.

Light at a desk and dark on a phone; the other way round by `make proof` (types of page also by `test_axe`)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from dougong.host.testing.serving import serving

from . import baselines
from .baselines import Gallery, same_fonts
from .faults import AXE, RUN
from .settled import visit
from tests.support.guide import GUIDE, PAGES, exhibited

pytestmark = pytest.mark.browser
RULES = (Path(__file__).parent / "screen.js").read_text("utf-8").partition("\n")[2]
USUAL = {"desk": "light", "phone": "dark"}
THEMED = """theme => { document.documentElement.dataset.theme = theme;
    for (const one of document.querySelectorAll('.gd-stage')) one.dataset.theme = theme; }"""
CHANCE = "document.getElementById('mine')?.remove(); document.getElementById('here')?.replaceChildren()"
"""Records that were looked at before, and who looks at the same one, are none of a picture's."""
PICTURED: dict[str, tuple[str, ...]] = {
    "desk": (
        "list", "grouped", "kanban", "timeline", "gallery", "tree", "map", "record", "edit", "workbench", "import",
        "search", "help on one", "profile", "people", "roles", "quality", "empty list", "guide marks", "guide dialogs",
    ),
    "phone": ("list", "kanban", "record", "workbench"),
}  # fmt: skip
DESK, PHONE = ("desk", 1440, 900, "lin", "zh-CN"), ("phone", 390, 844, "lin_en", "en")
Case = tuple[str, int, int, str, str]
CASES = [
    pytest.param(
        name, case, theme, id=f"{name}-{case[0]}-{theme}", marks=() if theme == USUAL[case[0]] else pytest.mark.proof
    )
    for name in {**PAGES, **GUIDE}
    if name != "missing"
    for case in (DESK, PHONE)
    for theme in ("light", "dark")
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the example is served, and its ids by name."""
    with exhibited(tmp_path_factory.mktemp("screens"), port=0) as (app, ids), serving(app) as address:
        yield address.replace("127.0.0.1", "localhost"), ids


@pytest.fixture(scope="module")
def windows(browser: Browser, shown: tuple[str, dict[str, str]]) -> Iterator[dict[str, Page]]:
    """A signed-in window per width: a desk in Chinese, a phone in English."""
    base, ids = shown
    opened: list[BrowserContext] = []
    found = {}
    for name, width, height, who, language in (DESK, PHONE):
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": height}, reduced_motion="reduce", locale=language
        )
        opened.append(context)
        page = found[name] = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/sign-in")
        page.locator(f"button[value='{ids[who]}']").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
    yield found
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def gallery(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Gallery | None]:
    """None on a machine with other fonts."""
    renew = bool(request.config.getoption("--renew-pictures"))
    if not renew and not same_fonts():
        yield None
        return
    helper = browser.new_page()
    yield Gallery(helper, renew)
    helper.close()


@pytest.mark.parametrize(("name", "case", "theme"), CASES)
def test_a_page_as_people_see_it(
    shown: tuple[str, dict[str, str]], windows: dict[str, Page], gallery: Gallery | None,
    name: str, case: Case, theme: str,
) -> None:  # fmt: skip
    width, _, _, _, language = case
    page, said = windows[width], list[str]()
    told = lambda message: said.append(message.text) if message.type == "error" else None  # noqa: E731
    page.on("console", told)
    address = {**PAGES, **GUIDE}[name].format(**shown[1])
    visit(page, address + (f"&language={language}" if name in GUIDE else ""))
    page.evaluate(THEMED, theme)
    faults: list[str] = page.evaluate(RULES)
    faults += _axe(page) if name in PAGES or width == "desk" else []
    if gallery is not None and theme == USUAL[width] and name in PICTURED[width]:
        page.evaluate(CHANCE)
        faults += gallery.faults(f"{name.replace(' ', '-')}-{width}-{theme}", page.screenshot(animations="disabled"))
    page.remove_listener("console", told)
    assert not (faults + said), "\n".join(faults + said)


def _axe(page: Page) -> list[str]:
    if not AXE.is_file():
        return []
    page.evaluate(AXE.read_text("utf-8"))
    return [f"axe {one}" for one in page.evaluate(RUN)]


def test_pictures_were_compared(gallery: Gallery | None) -> None:
    if gallery is None:
        pytest.skip("other fonts than those the pictures were taken with: fc-match tells")


def test_a_picture_tells_a_lost_part_and_a_wrong_colour(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baselines, "FOLDER", tmp_path)
    page, helper = browser.new_page(viewport={"width": 400, "height": 300}), browser.new_page()
    sound = "<body style='margin:0'><h1>Boats</h1><button style='background:#2F5FDE;color:#fff;padding:12px 40px'>New</button>"

    def looks(html: str, renew: bool = False) -> list[str]:
        page.set_content(html)
        return Gallery(helper, renew).faults("boats", page.screenshot())

    assert looks(sound) == ["no picture of boats: make screens"]
    assert looks(sound, renew=True) == []
    assert looks(sound) == []
    assert looks(sound.replace("#2F5FDE", "#C9D4F5"))
    assert looks(sound.partition("<button")[0])
    assert looks(sound.replace("<h1>", "<h1 style='margin-top:60px'>"))
    page.close()
    helper.close()


WALK = """() => {
    const wanted = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
        .filter((one) => one.tabIndex >= 0 && !one.disabled && !(one.type === 'radio' && !one.checked) && !one.closest('[inert]')
            && one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0);
    window.walked = new Set();
    wanted.forEach((one, n) => { one.dataset.walk = n; });
    document.addEventListener('focusin', (event) => window.walked.add(event.target.dataset.walk));
    return wanted.length;
}"""
MISSED = """() => [...document.querySelectorAll('[data-walk]')].filter((one) => !window.walked.has(one.dataset.walk))
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["list", "record", "workbench"])
def test_tab_goes_everywhere(shown: tuple[str, dict[str, str]], windows: dict[str, Page], name: str) -> None:
    page = windows["desk"]
    visit(page, PAGES[name].format(**shown[1]))
    count = page.evaluate(WALK)
    assert count > 20
    missed = ["not walked yet"]
    for _ in range(3):  # some things show themselves, and take their turn, when the walk comes by
        for _ in range(count if missed else 0):
            page.keyboard.press("Tab")
        missed = page.evaluate(MISSED)
    assert not missed, "\n".join(missed)


BROKEN = {
    "words on words": "<p style='margin:0'>One sentence here</p><p style='margin:-14px 0 0'>Another sentence</p>",
    "contrast": "<p style='color:#bbb;background:#fff'>Pale words</p>",
    "wider than the window": "<div style='width:3000px'>Wide</div>",
    "cut off": "<div style='width:60px;overflow:hidden;white-space:nowrap'>Words that do not fit in here</div>",
    "no such icon": "<b><svg class='i' width='16' height='16'><use href='#nothing'/></svg></b>",
    "not by keys": "<div role='button'>Press</div>",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_rules_see_what_is_broken(browser: Browser, rule: str) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.set_content(f"<!doctype html><html lang=en><body>{BROKEN[rule]}<p>Sound words</p></body></html>")
    found = page.evaluate(RULES)
    page.close()
    assert [one for one in found if one.startswith(rule)], json.dumps(found)
    assert not [one for one in found if "Sound" in one]
