"""Two hundred fields and labels of two thousand characters stay usable; an empty entity says what to do next."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dougong.records.values import Create

from .conftest import served, sign_in
from .wide import FIELDS, bundle

pytestmark = pytest.mark.browser


def rows(admin: str) -> list[Create]:
    """Fifty with an amount each."""
    return [Create("sheet", {"name": f"Row {n:02}", "f1": "2", "f31": "3", "owner": admin}) for n in range(50)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("wide"), bundle(), rows) as found:
        yield found


@pytest.fixture(params=[1440, 390])
def page(request: pytest.FixtureRequest, browser: Browser, place: str) -> Iterator[Page]:
    base, _, login = place.partition("#")
    context = browser.new_context(base_url=base, viewport={"width": request.param, "height": 860}, locale="zh-CN")
    found = context.new_page()
    found.set_default_timeout(8000)
    sign_in(found, login)
    yield found
    context.close()


def fits(page: Page) -> bool:
    """The page itself never scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_list_of_two_hundred_columns(page: Page) -> None:
    answer = page.goto("/sheet")
    assert answer is not None
    assert len(answer.body()) < 1_300_000
    assert fits(page)
    wide = page.viewport_size["width"] > 760  # type: ignore[index]
    expect(page.locator("#fx-problem")).to_have_count(0)
    if wide:
        assert page.locator("thead th[scope]").count() == FIELDS
        expect(page.locator("tfoot td").nth(1)).to_contain_text("50")
        expect(page.locator("tfoot")).to_contain_text("¥150")
    for name in ("筛选", "分组", "排序", "列"):
        page.locator(".bar summary", has_text=name).first.click()
        menu = page.locator("details[open] > .menu").first
        box = menu.bounding_box()
        assert box is not None
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= page.viewport_size["width"], name  # type: ignore[index]
        page.keyboard.press("Escape")
    page.locator(".bar summary", has_text="列").first.click()
    page.fill("[data-narrow] >> visible=true", "字段 137")
    expect(page.locator(".colmenu .mi:visible")).to_have_count(1)


def test_a_form_and_a_record_of_two_hundred_fields(page: Page) -> None:
    page.goto("/sheet/new")
    assert fits(page)
    label = page.locator("label[for=f-f10]").bounding_box()
    assert label is not None
    assert label["height"] < 80
    page.fill("#f-name", f"\u202eשם {'Unbreakable' * 20}")
    page.fill("#f-f190", "Last words")
    marks = page.locator("#f-marks")
    marks.locator("[data-narrow]").fill("选项 437")
    expect(marks.locator(".tick:visible")).to_have_count(1)
    marks.locator(".tick:visible input").check()
    assert marks.bounding_box()["height"] < 280  # type: ignore[index]
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Unbreakable")
    expect(page.locator(".rfields")).to_contain_text("Last words")
    expect(page.locator(".rfields")).to_contain_text("选项 437")
    assert fits(page)
    assert page.locator(".hl h1").bounding_box()["height"] < 90  # type: ignore[index]
    wider = "one => one.scrollWidth > one.clientWidth + 1"
    assert not any(one.evaluate(wider) for one in page.locator(".hev .chg").all())


def test_an_empty_entity_says_what_to_do_next(page: Page) -> None:
    page.goto("/void")
    assert fits(page)
    expect(page.locator(".empty h2")).to_contain_text("还没有空表")
    expect(page.locator(".empty .start")).to_have_count(2)
    page.locator(".empty .start").first.click()
    expect(page.locator("#form")).to_be_visible()
    page.goto("/void?filter=name+%3D+%22x%22")
    expect(page.locator(".empty a", has_text="清空筛选")).to_be_visible()
