"""People at work on the sample records: by mouse, by keys alone and by finger, in Chinese and in English."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import At, served
from tests.journeys.hand import Hand, Way
from tests.journeys.walks import edit_while_another_does, find, hand_over_and_take_back, pick
from tests.support.stock import stocked

pytestmark = [pytest.mark.browser, pytest.mark.needs_app("crm")]
OF_SELLER = 'filter=owner.login+%3D+"chen_muye"+AND+stage+%3D+"negotiation"'
SELLER, MANAGER, DIRECTOR, FINANCE, AGENT = "陈牧野", "周砚秋", "林知夏", "江晚晴", "何青杨"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The stock app with its samples."""
    with served(stocked(tmp_path_factory, "crm").home) as address:
        yield address


def stage(hand: Hand, key: str, label: str, **answers: str) -> None:
    """A step of the path, with what it asks for; on a phone the steps are folded into a bar."""
    if hand.way == "touch":
        hand.press(hand(".segs summary"))
    hand.press(hand(f"[formaction$='/stage/{key}']"))
    for field, words in answers.items():
        hand.write(hand(f"#dialog [name='f.{field}']"), words)
        if hand.way == "touch" and field.endswith("_date"):
            hand.press(hand("#dialog .calf [data-day]"))
    if answers:
        hand.press(hand("#dialog .btn.pri"))
    at_stage(hand, label)


def at_stage(hand: Hand, label: str) -> None:
    expect(hand(".segs summary" if hand.way == "touch" else ".step.now")).to_contain_text(label)


def new(hand: Hand, entity: str) -> None:
    """The form of a new record from its list; a phone has one plus, which offers it first."""
    if hand.way == "touch":
        hand.press(hand(".phonebar .plus"))
    hand.press(hand(f"{'#palette ' if hand.way == 'touch' else ''}a[href$='/{entity}/new']"))


def part(hand: Hand, tab: str) -> None:
    """A part of a record that a desk shows anyway."""
    if hand.way == "touch":
        hand.press(hand(f".panes [data-tab={tab}]"))


def whole(way: Way, language: str) -> Any:
    """One more way to walk a journey, left to `make proof`: each is walked one way here, and every way and language is there."""
    return pytest.param(way, language, marks=pytest.mark.proof)


def beside(hand: Hand, entity: str, **answers: str) -> None:
    """A record made over a related list with the short form."""
    part(hand, "side")
    hand.press(hand(f"a.ib[href*='/{entity}/new']"))
    for field, words in answers.items():
        box = hand(f"#quick [name='f.{field}']")
        hand.choose(box, words) if box.evaluate("one => one.tagName") == "SELECT" else hand.write(box, words)
    hand.press(hand("#quick .btn.pri"))
    expect(hand.page.locator("#quick form")).to_have_count(0)


def opened(hand: Hand, entity: str, title: str) -> str:
    """The page of a record that stands in a list beside; its address."""
    hand.press(hand(f"a[href^='/{entity}/']", title))
    expect(hand(".hl h1")).to_contain_text(title)
    return re.sub(r"^https?://[^/]+|[?#].*$", "", hand.page.url)


@pytest.mark.parametrize(("way", "language"), [whole("mouse", "zh-CN"), whole("keys", "en"), ("touch", "zh-CN")])
def test_from_the_first_call_to_the_money(at: At, way: Way, language: str) -> None:
    company, chinese = f"昆山宏远 {way}", language == "zh-CN"
    seller = at(SELLER, way, language)
    seller.go("/lead?view=lead_mine")
    new(seller, "lead")
    for name, words in (("name", "王海"), ("company", company), ("mobile", "13812345678"), ("need", "两条装配线")):
        seller.write(seller(f"[name='f.{name}']"), words)
    seller.press(seller("#save"))
    expect(seller(".hl h1")).to_contain_text("王海")
    stage(seller, "contacting", "联系中" if chinese else "Contacting")

    if way == "touch":
        seller.press(seller(".segs summary"))
    seller.press(seller("[formaction$='/stage/converted']"))
    seller.write(seller("#dialog [role=combobox]"), company)
    make = seller("#dialog .mi.make", company)
    expect(make).to_be_visible()
    if way == "keys":
        seller.page.keyboard.press("Enter")
    else:
        seller.press(make)
    expect(seller("#quick [name='f.name']")).to_have_value(company)
    seller.press(seller("#quick .btn.pri"))
    expect(seller("#dialog [role=combobox]")).to_have_value(company)
    seller.press(seller("#dialog .btn.pri"))
    at_stage(seller, "已转化" if chinese else "Converted")

    part(seller, "fields")
    opened(seller, "account", company)
    beside(seller, "opportunity", name=f"装配线改造 {way}")
    opened(seller, "opportunity", f"装配线改造 {way}")
    stage(seller, "proposal", "方案报价" if chinese else "Proposal", amount="860000")
    stage(seller, "won", "赢单" if chinese else "Won", close_date="今天" if chinese else "today")
    beside(seller, "contract", name=f"装配线合同 {way}")
    contract = opened(seller, "contract", f"装配线合同 {way}")

    finance = at(FINANCE, way, language)
    finance.go(contract)
    beside(finance, "payment", amount="258000", status="confirmed")
    expect(finance(".stat", "已回款" if chinese else "Received").locator(".v")).to_have_text(
        "¥25.8万" if chinese else "¥258K"
    )


@pytest.mark.parametrize(("way", "language"), [("keys", "zh-CN"), whole("touch", "en")])
def test_a_ticket_from_the_call_to_the_close(at: At, way: Way, language: str) -> None:
    chinese = language == "zh-CN"
    agent = at(AGENT, way, language)
    agent.go("/ticket?view=ticket_new")
    new(agent, "ticket")
    agent.write(agent("[name='f.subject']"), f"送料偏移 {way}")
    pick(agent, agent("#f-contact"), "王")
    agent.press(agent("#save"))
    expect(agent(".hl h1")).to_contain_text("送料偏移")
    part(agent, "fields")
    expect(agent(".rfields a[href^='/account/']")).to_be_visible()
    stage(agent, "doing", "处理中" if chinese else "In progress")
    stage(agent, "resolved", "已解决" if chinese else "Resolved", resolution="已调整导向轮")
    stage(agent, "closed", "已关闭" if chinese else "Closed")
    agent.go("/ticket?view=ticket_resolved")


@pytest.mark.parametrize(("way", "language"), [("mouse", "zh-CN"), whole("touch", "en")])
def test_a_day_of_a_director(at: At, way: Way, language: str) -> None:
    """The year's figures, a look at a team, a key account at risk: what was said is noted, and it is at risk no more."""
    director = at(DIRECTOR, way, language)
    director.go("/")
    expect(director("h1")).to_contain_text("知夏")
    director.press(director(".bperiods a[href*='year']"))
    expect(director(".bperiods .on")).to_have_text("本年" if language == "zh-CN" else "This year")
    expect(director(".k-metric .figv")).to_have_text(re.compile(r"\d"))
    risk = director("#tile-risk td.first a")
    name = (risk.locator(".ell").first.text_content() or "").strip()
    director.press(risk)
    expect(director(".hl h1")).to_contain_text(name)
    director.write(director("#composer textarea[name=words]"), "谈了明年的计划")
    director.press(director("#composer .btn.pri"))
    expect(director("#stream", "谈了明年的计划")).to_be_visible()
    director.go("/")
    expect(director("#tile-risk td.first a")).to_be_visible()
    expect(director("#tile-risk td.first a", name)).to_have_count(0)


@pytest.mark.parametrize(("way", "language"), [("mouse", "en"), whole("keys", "zh-CN"), whole("touch", "zh-CN")])
def test_anything_is_found_in_two_actions(at: At, way: Way, language: str) -> None:
    seller = at(SELLER, way, language)
    find(seller, "czbyjqr", "常州博远机器人")


@pytest.mark.proof
def test_three_deals_go_to_a_colleague_and_come_back_by_mouse(at: At) -> None:
    hand_over_and_take_back(at(MANAGER, "mouse", "zh-CN"), "/opportunity?view=opportunity_open", "许南乔")


def test_three_deals_go_to_a_colleague_and_come_back_by_keys(at: At) -> None:
    hand_over_and_take_back(at(MANAGER, "keys", "en"), "/opportunity?view=opportunity_open", "许南乔")


@pytest.mark.proof
def test_two_people_edit_one_cell_by_mouse(at: At) -> None:
    mine, theirs = at(SELLER, "mouse", "zh-CN"), at(MANAGER, "mouse", "zh-CN")
    edit_while_another_does(
        mine, theirs, f"/opportunity?view=opportunity_all&{OF_SELLER}", "amount", ("¥77,000", "¥88,000")
    )


def test_two_people_edit_one_field_by_keys(at: At) -> None:
    mine, theirs = at(SELLER, "keys", "en"), at(MANAGER, "keys", "en")
    mine.go(f"/opportunity?view=opportunity_all&{OF_SELLER}")
    mine.page.keyboard.press("j")
    mine.page.keyboard.press("Enter")
    expect(mine(".hl h1")).to_be_visible()
    edit_while_another_does(mine, theirs, mine.page.url, "next_step", ("Call them", "See them"))
