"""Steps of designing that are made with a mouse, with keys alone or with a finger; what comes out is the same."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.hand import Hand


def carry(hand: Hand, what: Locator, to: Locator, part: float = 0.9) -> None:
    """By mouse: takes a part and lets it go over another, at a share of its height. The place it would take is shown."""
    what.scroll_into_view_if_needed()
    to.scroll_into_view_if_needed()
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin is not None and end is not None
    mouse = hand.page.mouse
    mouse.move(begin["x"] + 20, begin["y"] + begin["height"] / 2)
    mouse.down()
    mouse.move(begin["x"] + 40, begin["y"] + begin["height"] / 2 + 8)
    mouse.move(end["x"] + min(120, end["width"] / 2), end["y"] + end["height"] * part, steps=4)
    expect(hand(".ghost")).to_be_visible()
    expect(hand(".dropline .pill, #fmark, .dropmark").first).to_be_visible()
    mouse.up()
    expect(hand.page.locator(".ghost")).to_have_count(0)


def add_field(hand: Hand, type_key: str, name: str) -> None:
    """A field of a type behind the last one of the object, named where it stands."""
    rows = hand.page.locator(".frow")
    before = rows.count()
    tile = hand.page.locator(f".ptile[data-type={type_key}]")
    if hand.way == "mouse":
        carry(hand, tile, rows.last)
    else:
        if hand.way == "touch":
            hand.press(hand(".ehead [data-sheet=pal]"))
        hand.press(tile)
    expect(rows).to_have_count(before + 1)
    if hand.way == "mouse":  # what is dropped is chosen, and renamed where it stands
        expect(hand(".eren, .frow.sel")).to_be_visible()
    if hand.page.locator(".eren").count() == 0:
        hand.page.locator(".frow.sel").dblclick()
    expect(hand(".eren")).to_be_focused()
    hand.page.keyboard.type(name)
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator(".eren")).to_have_count(0)
    # Its key follows its first name, and its row with it: what comes next is done to the rows as they are then.
    expect(hand.page.locator(".frow", has=hand.page.locator(f".en:text-is('{name}')"))).to_have_attribute(
        "data-key", re.compile(r"^(zi_duan|field)_\d+$")
    )
    if hand.way == "touch":
        close_panel(hand)


def new_part(hand: Hand, tile: str, name: str) -> None:
    """A part of a form from its palette, named in its properties."""
    if hand.way == "touch":
        hand.press(hand("[data-sheet=pal]"))
    before = hand.page.locator("#fsheet [data-part]").count()
    hand.press(hand(f"#pal {tile}"))
    expect(hand.page.locator("#fsheet [data-part]")).not_to_have_count(before)
    if hand.way == "touch" and not hand.page.locator("#props.on").count():
        hand.press(hand(".ftprops"))
    box = hand("#p-zh" if hand.language == "zh-CN" else "#p-en")
    hand.write(box, name)
    hand.page.keyboard.press("Tab")
    expect(hand("#fsheet", name)).to_be_visible()


def formula(hand: Hand, field: str, words: str) -> None:
    """A condition written as a formula in its editor."""
    hand.press(hand(field))
    expect(hand("#formula")).to_be_visible()
    hand.press(hand("#formula [data-fx-mode=text]"))
    hand.write(hand("#fx-area"), words)
    hand.page.keyboard.press("Control+Enter")
    expect(hand.page.locator("#formula")).to_be_hidden()
    expect(hand.page.locator(field)).to_have_value(words)


def close_panel(hand: Hand) -> None:
    """The sheet of properties over the canvas, put away."""
    if hand.page.locator("#props.on").count():
        hand.press(hand("#props [data-do-field=close], #props .pclose"))


def publish(hand: Hand) -> None:
    """From whatever designer, over the page that says what it touches."""
    hand.press(hand("a[data-publish]"))
    hand.page.wait_for_url("**/studio/publish**")
    hand.press(hand("[data-confirm-publish]"))
    hand.page.wait_for_url("**/studio/releases**")
