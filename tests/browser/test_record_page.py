"""A record's page in a browser: logging by keyboard, naming people, two people at once, files, on a desk and on a phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dougong.host.access import passwords, people
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.rights import SYSTEM
from dougong.records.values import Create

from .conftest import PASSWORD, served, sign_in
from .faults import AXE, RUN
from tests.support.dock import dock

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def ships(admin: str) -> list[Create]:
    """Two, and somebody to name."""
    return [
        Create("ship", {"name": "Heron", "berth": "A1", "owner": admin}),
        Create("ship", {"name": "Tern", "owner": admin, "radio": "0532-1111"}),
        Create("person", {"name": "陈小满", "login": "chen", "roles": ["crew"], "active": True}),
        Create("person", {"name": "Mate", "login": "mate", "roles": ["mate"], "active": True}),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("dock")
    with served(home, dock(), ships) as found:
        workspace = open_workspace(Settings(home=home, database_url=""), DEFAULT)
        with workspace.writing(SYSTEM) as context:
            mate = people.by_login(context.connection, context.store, "mate")
            assert mate
            passwords.put(context.connection, mate.id, PASSWORD, context.now)
        workspace.close()
        yield found


def opened(open_page: Open, name: str, width: int = 1440, language: str = "zh-CN") -> Page:
    page = open_page(f"/ship?q={name}", width, language)
    page.click(".cards .rc a >> nth=0" if width < 500 else "#rows .nm a >> nth=0")
    expect(page.locator(".hl h1")).to_contain_text(name)
    expect(page.locator("#composer[data-alive]")).to_be_attached()
    return page


def test_logging_by_keyboard_alone_and_the_draft_outlives_a_reload(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.locator(".way input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".way input:checked")).to_have_value("talk:visit")
    page.keyboard.press("Tab")
    page.keyboard.type("Deck is wet")
    expect(page.locator("[data-kept]")).to_be_visible()
    page.reload()
    expect(page.locator("#composer textarea")).to_have_value("Deck is wet")
    expect(page.locator(".way input:checked")).to_have_value("talk:visit")
    page.locator("#composer textarea").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".hev.log").first).to_contain_text("Deck is wet")
    expect(page.locator("#composer textarea")).to_have_value("")
    page.reload()
    expect(page.locator("#composer textarea")).to_have_value("")


def test_somebody_is_named_by_initials_and_the_comment_changed(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.click(".way:has-text('评论')")
    page.locator("#composer textarea").press_sequentially("请 @cxm")
    expect(page.locator(".people .mi.on")).to_contain_text("陈小满")
    page.keyboard.press("Enter")
    page.keyboard.type("看看")
    page.keyboard.press("Control+Enter")
    said = page.locator(".comment").first
    expect(said.locator(".at")).to_have_text("@陈小满")
    said.locator(".ib").click()
    page.locator(".editc textarea").fill("请 @陈小满 明天看看")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment").first).to_contain_text("明天看看")
    expect(page.locator(".comment").first).to_contain_text("已编辑")


def test_two_people_see_each_other_and_what_the_other_changed(open_page: Open, address: str, browser: Browser) -> None:
    page = opened(open_page, "Tern")
    base = address.partition("#")[0]
    context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    other = context.new_page()
    other.set_default_timeout(8000)
    sign_in(other, "mate")
    other.goto(page.url)
    expect(page.locator("#here .av")).to_have_count(1)
    expect(other.locator("#here .av")).to_have_count(1)
    page.locator(".fd:has-text('泊位') .v").hover()
    page.locator("[data-edit=berth] .pen").click()
    page.fill(".editing input[type=text]", "C9")
    other.locator(".fd:has-text('泊位') .v").hover()
    other.locator("[data-edit=berth] .pen").click()
    other.fill(".editing input[type=text]", "B7")
    other.keyboard.press("Enter")
    expect(page.locator("#changed")).to_contain_text("B7")
    expect(other.locator("#changed")).to_be_hidden()  # one's own change is no news
    page.locator(".editing input[type=text]").press("Enter")
    expect(page.locator(".editing .hint")).to_contain_text("B7")
    page.click(".editing .hint a")
    expect(page.locator(".rfields")).to_contain_text("B7")
    expect(page.locator("#changed")).to_be_hidden()
    context.close()


def test_a_picture_is_pasted_into_the_log_and_looked_at(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.fill("#composer textarea", "With a picture")
    page.locator("#composer textarea").evaluate(
        """(area, bytes) => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'mast.png', { type: 'image/png' }));
        area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }""",
        list(PICTURE),
    )
    expect(page.locator("#composer .names")).to_contain_text("mast.png")
    page.click("#composer .pri")
    held = page.locator(".hev.log").first.locator(".hf.picture")
    expect(held).to_be_visible()
    held.click()
    expect(page.locator("#dialog .picture img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()


def test_a_file_dropped_on_the_page_is_the_records(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.locator(".rfields").evaluate(
        """(place, bytes) => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'licence.png', { type: 'image/png' }));
        place.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }""",
        list(PICTURE),
    )
    expect(page.locator(".filesbox .hf img[alt='licence.png']")).to_be_visible()


def test_a_related_record_is_made_in_place(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.locator(".rside .relh:has-text('舱室') .ib").click()
    page.fill("#quick [name='f.name']", "Galley")
    page.click("#quick .pri")
    expect(page.locator(".rside .rel")).to_contain_text("Galley")
    expect(page.locator("#quick")).to_be_hidden()


def test_the_next_step_is_planned_and_ticked_off(open_page: Open) -> None:
    page = opened(open_page, "Tern")
    page.click(".step-card [data-way]")
    page.keyboard.type("Scrub the hull")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".step-card")).to_contain_text("Scrub the hull")
    page.click(".step-card [value=done]")
    expect(page.locator(".step-card")).to_contain_text("没有下一步")


def test_the_way_goes_from_record_to_record_in_the_order_of_the_list(open_page: Open) -> None:
    page = open_page("/ship")
    expect(page.locator("#scroll[data-walks]")).to_be_attached()
    names = page.locator("#rows .nm a").all_inner_texts()
    page.click("#rows .nm a >> nth=1")
    expect(page.locator(".crumb #walk")).to_contain_text("2 / 2")
    page.click("#walk [data-step='-1']")
    expect(page.locator(".hl h1")).to_contain_text(names[0])
    expect(page.locator("#walk [data-step='1']")).to_be_visible()
    expect(page.locator("#walk [data-step='-1']")).to_be_hidden()


def test_the_tab_that_is_open_stays_so_when_a_field_is_saved(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.click(".subtabs [data-tab=changes]")
    expect(page.locator("#changes .hev").first).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()
    page.locator(".fd:has-text('泊位') .v").hover()
    page.locator("[data-edit=berth] .pen").click()
    page.fill(".editing input[type=text]", "D4")
    page.keyboard.press("Enter")
    expect(page.locator("#changes .hev").first).to_contain_text("D4")
    page.click(".subtabs [data-tab=stream]")
    expect(page.locator("#composer")).to_be_visible()


def test_a_record_is_shared_and_taken_back_in_its_dialog(open_page: Open) -> None:
    page = opened(open_page, "Heron")
    page.locator(".acts summary[aria-label]").click()
    page.click(".acts .mi[href$='/share']")
    page.fill("#dialog [name=q]", "cxm")
    expect(page.locator("#dialog .whom .mi")).to_have_count(1)
    page.click("#dialog .whom .mi")
    page.locator("#dialog [name=until]").fill("+7")
    page.click("#dialog button.pri")
    expect(page.locator("#dialog .shares")).to_contain_text("陈小满")
    page.click("#dialog .shares .btn")
    expect(page.locator("#dialog .shares")).to_have_count(0)
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#stream")).to_contain_text("不再共享给 陈小满")


def test_on_a_phone_the_log_is_at_hand_and_one_part_shows_at_a_time(open_page: Open) -> None:
    page = opened(open_page, "Tern", width=390)
    expect(page.locator(".rnext .step-card")).to_be_visible()
    expect(page.locator(".rfields")).to_be_hidden()
    expect(page.locator(".hl .call")).to_have_attribute("href", "tel:05321111")
    bar, log = page.locator(".phonebar").bounding_box(), page.locator("#composer").bounding_box()
    assert bar
    assert log
    assert abs(log["y"] + log["height"] - bar["y"]) <= 1, "the log stands on the bar"
    for small in (".hl .acts .btn:visible", ".panes .tab", "#composer .way", ".rnext .btn:visible"):
        for one in page.locator(small).all():
            box = one.bounding_box()
            assert box, small
            assert box["height"] >= 40, (small, box)
    page.click("#composer textarea")
    expect(page.locator("#composer .cfoot .pri")).to_be_visible()
    page.keyboard.type("By thumb")
    page.click("#composer .cfoot .pri")
    expect(page.locator(".hev.log").first).to_contain_text("By thumb")
    page.click(".panes [data-tab=fields]")
    expect(page.locator(".rfields")).to_be_visible()
    expect(page.locator(".rmid")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_six_columns_of_related_records_fit_the_tab(open_page: Open) -> None:
    """Name, link, two amounts, a day and a state, as wide as they come: nothing touches the border."""
    page = opened(open_page, "Heron")
    widths = page.evaluate("""() => {
      const cells = ['First instalment', '<a class="lk">打磨工位改造合同</a>', '¥580,200', '¥580,200', '2027-02-23',
        '<span class="chip blue">To collect</span>'];
      const head = ['Instalment', 'Contract', 'Amount', 'Unpaid', 'Due on', 'Status'];
      const cell = (one, at, tag) => `<${tag} class="${at === 2 || at === 3 ? 'r' : ''}">${one}</${tag}>`;
      const row = (some, tag) => `<tr>${some.map((one, at) => cell(one, at, tag)).join('')}</tr>`;
      document.querySelector('#stream').insertAdjacentHTML('beforebegin',
        `<div class="relwide"><table class="reltable"><thead>${row(head, 'th')}</thead><tbody>${row(cells, 'td')}</tbody></table></div>`);
      const box = document.querySelector('.rmid .relwide'), chip = box.querySelector('.chip').getBoundingClientRect();
      return [box.scrollWidth, box.clientWidth, box.getBoundingClientRect().right - chip.right];
    }""")
    assert widths[0] <= widths[1] and widths[2] >= 10, widths


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Open, theme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is a development package of package.json: npm ci --ignore-scripts")
    page = opened(open_page, "Heron")
    page.click(".way:has-text('评论')")
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    page.reload()
    expect(page.locator("#composer[data-alive]")).to_be_attached()
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(RUN) == []
