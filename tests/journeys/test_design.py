"""People change the product and others work with it at once: by mouse, by keys alone and by finger, in Chinese and English."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import At, served
from tests.journeys.designing import add_field, formula, new_part, publish
from tests.journeys.hand import Hand, Way
from tests.journeys.test_at_work import SELLER, new, whole
from tests.journeys.walks import find
from tests.support.stock import stocked

pytestmark = [pytest.mark.browser, pytest.mark.needs_app("crm")]
DESIGNER = re.compile("管理员|Administrator")
TYPES = (
    "auto_number", "choice", "date", "money", "integer", "person", "phone", "bool", "long_text", "rating", "url", "percent",
)  # fmt: skip


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The stock app with its samples, for one journey alone: what it publishes no other finds."""
    with served(stocked(tmp_path_factory, "crm").home) as address:
        yield address


def to_menu(hand: Hand, name: str) -> None:
    """An item of the menu; on a phone it is found."""
    if hand.way == "touch":
        find(hand, name, name)
    else:
        hand.press(hand(f"nav a:has-text('{name}')"))
    expect(hand(".crumb, .top", name)).to_be_visible()


@pytest.mark.parametrize(
    ("way", "language"), [whole("keys", "en"), whole("mouse", "zh-CN"), whole("touch", "zh-CN"), whole("touch", "en")]
)
def test_a_new_object_of_twelve_fields(at: At, way: Way, language: str) -> None:
    """By mouse it is walked each time in tests/browser/test_studio_entity.py."""
    zh = language == "zh-CN"
    name = "吊装设备" if zh else "Crane"
    hand = at(DESIGNER, way, language)
    hand.go("/studio/entity")
    if way == "touch":
        hand.press(hand("[data-sheet=props]"))
    hand.write(hand("#no-zh" if zh else "#no-en"), name)
    groups = hand("#no-group").evaluate(
        "list => [...list.options].filter((one) => one.text.includes('→')).map((one) => one.value)"
    )
    hand.choose(hand("#no-group"), groups[0])
    for tick in hand.page.locator(".newobj input[name=role]").all():
        if not tick.is_checked():
            hand.tick(tick)
    hand.press(hand(".newobj .btn.pri"))
    expect(hand(".frow")).to_be_visible()
    for number, kind in enumerate(TYPES):
        add_field(hand, kind, f"{'字段' if zh else 'Field'} {number + 1}")
    publish(hand)
    seller = at(SELLER, way, language)
    to_menu(seller, name)
    key = re.sub(r"^.*/|[?#].*$", "", seller.page.url)
    new(seller, key)
    seller.write(seller("[name='f.name']"), "一号" if zh else "Number one")
    seller.press(seller("#save, button[form=form].pri"))
    expect(seller("h1")).to_contain_text("一号" if zh else "Number one")


@pytest.mark.parametrize(
    ("way", "language"), [("mouse", "zh-CN"), whole("keys", "zh-CN"), whole("keys", "en"), whole("touch", "en")]
)
def test_a_section_that_shows_when_needed_a_child_table_and_the_way_back(at: At, way: Way, language: str) -> None:
    zh = language == "zh-CN"
    section, rows = ("大单审核", "关键里程碑") if zh else ("Large ones", "Milestones of it")
    hand = at(DESIGNER, way, language)
    hand.go("/studio/form/opportunity_edit")
    new_part(hand, "[data-new-section]", section)
    formula(hand, "#p-visible_when", "amount > 100000")
    expect(hand("#props .okline")).to_be_visible()
    new_part(hand, "[data-new=lines]", rows)
    publish(hand)

    seller = at(SELLER, way, language)
    seller.go("/opportunity/new")
    expect(seller("[name='f.amount']")).to_be_visible()
    expect(seller.page.locator(".fsec, section", has_text=section)).to_be_hidden()
    seller.write(seller("[name='f.amount']"), "250000")
    seller.page.keyboard.press("Tab")
    expect(seller("section, .fsec", section)).to_be_visible()
    expect(seller("section, .fsec", rows)).to_be_visible()

    releases = hand.page.locator(".sline")
    before = releases.count()
    hand.press(hand("button[name=whole]"))
    expect(releases).to_have_count(before + 1)
    seller.go("/opportunity/new")
    seller.write(seller("[name='f.amount']"), "250000")
    seller.page.keyboard.press("Tab")
    expect(seller.page.locator("section, .fsec", has_text=section)).to_have_count(0)
