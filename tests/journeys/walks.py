"""Walks that work on any list, whoever's records stand in it: find, hand over and take back, edit while another does."""

import re
from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from tests.journeys.hand import Hand


def settled(hand: Hand, work: Callable[[], None], address: str) -> None:
    """The work, and the answer of the product to what it asked for."""
    with hand.page.expect_response(lambda answer: address in answer.url):
        work()


def find(hand: Hand, words: str, title: str) -> None:
    """Two actions from anywhere: open the palette, take what it offers for the words."""
    if hand.way == "keys":
        hand.page.keyboard.press("Control+k")
    else:
        hand.press(hand(".phonefind" if hand.way == "touch" else "a.find"))
    box = hand("#palette input")
    expect(box).to_be_focused()
    hand.page.keyboard.type(words)
    hit = hand("#palette .hit", title)
    expect(hit).to_be_visible()
    if hand.way == "keys":
        expect(hand("#palette .hit.on", title)).to_be_visible()
        hand.page.keyboard.press("Enter")
    else:
        hand.press(hit)
    expect(hand.page.locator("#palette")).to_be_hidden()
    expect(hand("h1, .crumbs [aria-current], .tabs .on", title)).to_be_visible()


def hand_over_and_take_back(hand: Hand, address: str, to: str) -> None:
    """Three records of a list to somebody else, and the undo of it."""
    hand.go(address)
    rows = hand.page.locator("#rows tr[data-id]")
    expect(rows.nth(2)).to_be_visible()
    ids = [str(rows.nth(n).get_attribute("data-id")) for n in range(3)]
    owners = [hand.page.locator(f"#rows tr[data-id='{one}'] td[data-edit=owner]") for one in ids]
    before = [owner.text_content() or "" for owner in owners]
    if hand.way == "keys":
        for _ in ids:
            hand.page.keyboard.press("j")
            hand.page.keyboard.press("x")
    else:
        for n in range(3):
            hand.press(rows.nth(n).locator("input[type=checkbox]"))
    expect(hand("#bulk .cnt")).to_contain_text("3")
    hand.press(hand("#bulk [hx-get*='action=assign']"))
    pick(hand, hand("#dialog [role=combobox]"), to)
    settled(hand, lambda: hand.press(hand("#dialog .btn.pri")), "/bulk/set")
    for owner in owners:
        expect(owner).to_contain_text(to)
    settled(hand, lambda: hand.press(hand(".toast button")), "/undo")
    for owner, name in zip(owners, before, strict=True):
        expect(owner).to_have_text(name)


def pick(hand: Hand, box: Locator, title: str) -> None:
    """A record into a link by typing some of its name; the first that is offered."""
    settled(hand, lambda: hand.write(box, title), f"q={quote(title)}")
    offer = hand(".combo.open .mi", title)
    expect(offer).to_be_visible()
    if hand.way == "keys":
        expect(hand(".combo.open .mi.on")).to_contain_text(title)
        hand.page.keyboard.press("Enter")
    else:
        hand.press(offer)
    expect(box).to_have_value(re.compile(re.escape(title)))


def edit_while_another_does(mine: Hand, theirs: Hand, address: str, field: str, values: tuple[str, str]) -> None:
    """Both begin; they save first; I am told what it is by now, and mine is saved when I insist."""
    boxes = []
    for hand in (mine, theirs):
        hand.go(address)
        cell = hand.page.locator(f"[data-edit={field}]").first
        expect(cell).to_be_visible()
        pencil = cell.locator("[data-pencil]")
        if hand.way == "mouse":
            cell.dblclick()
        else:
            hand.press(pencil)
        boxes.append(cell.locator("input[type=text]"))
        expect(boxes[-1]).to_be_focused()
    for hand, box, value in zip((theirs, mine), reversed(boxes), values, strict=True):
        hand.write(box, value)
        hand.page.keyboard.press("Enter")
        if hand is theirs:
            expect(box).to_have_count(0)
    told = mine.page.locator(f"[data-edit={field}] .problem").first
    expect(told).to_contain_text(values[0])
    mine.page.keyboard.press("Enter")
    expect(boxes[0]).to_have_count(0)
    expect(mine.page.locator(f"[data-edit={field}]").first).to_contain_text(values[1])
