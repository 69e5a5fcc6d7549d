"""What a form has beside its fields: records that may be there already, files on their way, drafts of two tabs."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
_DROP = """(one, [name, type, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name, { type }));
const said = { dataTransfer: data, bubbles: true, cancelable: true };
for (const kind of ['dragover', 'drop']) one.dispatchEvent(new DragEvent(kind, said)); }"""


def test_what_is_there_already_is_offered_while_typing(open_page: Open) -> None:
    page = open_page("/material/new")
    page.fill("[name='f.name']", "Grey slate")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Grey slate")
    there = page.url
    page.goto("/material/new")
    page.locator("#f-name").press_sequentially("grey  SLATE")
    expect(page.locator("#f-name-f .problem")).to_contain_text("Grey slate")
    page.click("#form-rail >> text=改为打开它")
    page.wait_for_url(there)
    page.goto("/material/new")
    expect(page.locator("#f-name")).to_have_value("")
    page.goto("/estimate/new")
    page.locator("#f-main").press_sequentially("Grey slat")
    page.locator(".combo.open .make").click()
    quick = page.locator("#quick")
    expect(quick.locator("[name='f.name']")).to_be_focused()
    page.keyboard.type("e")
    quick.get_by_role("button", name="用这一条").click()
    expect(quick).not_to_be_visible()
    expect(page.locator("#f-main")).to_have_value("Grey slate")
    expect(page.locator("#f-spare")).to_have_value("Grey slate")


def test_files_are_dropped_pasted_and_refused_with_a_reason(open_page: Open, complaints: list[str]) -> None:
    page = open_page("/estimate/new")
    papers, photo = page.locator("#f-papers"), page.locator("#f-photo")
    papers.evaluate(_DROP, ["plan.txt", "text/plain", "the plan"])
    expect(papers.locator(".chip")).to_contain_text("plan.txt")
    papers.locator("input[type=file]:not([name])").first.set_input_files(
        [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": n.encode()} for n in ("one", "two")]
    )
    expect(papers.locator(".names .chip")).to_have_count(3)
    photo.evaluate(_DROP, ["not.png", "image/png", "no picture"])
    expect(photo.locator(".up.problem")).to_contain_text("这不是图片")
    page.context.set_offline(True)
    papers.evaluate(_DROP, ["late.txt", "text/plain", "later"])
    expect(papers.locator(".up.problem")).to_contain_text("late.txt")
    page.context.set_offline(False)
    papers.get_by_role("button", name="重试").click()
    expect(papers.locator(".names .chip")).to_have_count(4)
    page.fill("[name='f.name']", "Papers")
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("Papers")
    expect(page.locator("#work")).to_contain_text("late.txt")
    complaints.clear()


def test_two_tabs_keep_two_drafts_and_a_closed_one_is_found_again(open_page: Open) -> None:
    page = open_page("/estimate/new")
    saved = re.compile(r"草稿已自动保存 \d\d:\d\d:\d\d")
    page.fill("[name='f.name']", "First")
    expect(page.locator("#draft-state")).to_have_text(saved)
    other = page.context.new_page()
    other.goto("/estimate/new")
    expect(other.locator("[name='f.name']")).to_have_value("")
    other.fill("[name='f.name']", "Second")
    expect(other.locator("#draft-state")).to_have_text(saved)
    page.reload()
    expect(page.locator("[name='f.name']")).to_have_value("First")
    other.close(run_before_unload=True)
    page.click("#save")
    expect(page.locator(".hl h1")).to_contain_text("First")
    page.goto("/estimate/new")
    expect(page.locator("[name='f.name']")).to_have_value("Second")
