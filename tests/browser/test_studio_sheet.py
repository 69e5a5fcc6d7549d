"""An app from a spreadsheet, from dropping the file to use by somebody else: by mouse, by keys, by finger."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from xlsxwriter import Workbook

from dougong.host.access import passwords
from dougong.host.main import create_app
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .conftest import PASSWORD, _settings, sign_in
from .faults import AXE, faults_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(workshop: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workshop with a second person, `porter`, who has no role but what everybody has."""
    home = tmp_path_factory.mktemp("sheets") / "home"
    shutil.copytree(workshop[0], home)
    workspace = open_workspace(_settings(home), DEFAULT)
    with workspace.writing(SYSTEM) as context:
        made = write(context, [Create("person", {"name": "林一", "login": "porter"})], Cause("user"))
        assert made.written
        passwords.put(context.connection, made.outcomes[0].id, PASSWORD, context.now)
    workspace.close()
    with serving(create_app(_settings(home))) as found:
        yield f"{found}#{workshop[1]}"


@pytest.fixture
def pumps(tmp_path: Path) -> Path:
    """Two sheets, one of which names rows of the other; a title above the header; an amount that is none."""
    path = tmp_path / "设备台账.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("水泵")
        sheet.merge_range(0, 0, 0, 5, "水泵一览")
        sheet.write_row(1, 0, ("编号", "名称", "厂家", "状态", "单价", "启用日期"))
        for n in range(12):
            maker, state = ("北方", "南方", "西方")[n % 3], ("在用", "停用")[n % 2]
            sheet.write_row(
                2 + n, 0, (f"P-{n:03}", f"{n} 号泵", maker, state, "面议" if n == 4 else 100 + n, 45292 + n)
            )
        makers = book.add_worksheet("厂家")
        for n, row in enumerate((("名称", "城市"), ("北方", "大连"), ("南方", "广州"))):
            makers.write_row(n, 0, row)
    return path


CARRIED = """([name, bytes]) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], name));
  return held;
}"""


def drop(page: Page, file: Path) -> None:
    """Dropped on the page as from the desktop."""
    data = page.evaluate_handle(CARRIED, [file.name, list(file.read_bytes())])
    page.locator("[data-drop-file]").dispatch_event("dragover", {"dataTransfer": data})
    page.locator("[data-drop-file]").dispatch_event("drop", {"dataTransfer": data})
    expect(page.locator(".stobj")).to_have_count(2)


def test_dropped_published_and_used_by_somebody_else(
    open_page: Open, browser: Browser, address: str, pumps: Path
) -> None:
    page = open_page("/studio")
    page.locator("[data-first=import]").click()
    expect(page.locator("#hint")).to_contain_text("表格")
    page.keyboard.press("Escape")
    expect(page.locator("#hint")).to_have_count(0)
    drop(page, pumps)
    expect(page.locator("[data-field='0.2']")).to_have_attribute("data-type", "link")
    expect(page.locator("[data-field='0.5']")).to_have_attribute("data-type", "date")
    expect(page.locator("[data-field='0.4']")).to_contain_text("面议")
    page.select_option("[id='t-0.3']", "text")
    expect(page.locator("[data-field='0.3']")).to_have_attribute("data-type", "text")
    page.reload()
    expect(page.locator("[data-field='0.3']")).to_have_attribute("data-type", "text")
    page.get_by_label("成员").check()
    page.click("#st-make")
    expect(page.locator(".strunlist .chip.green")).to_have_count(2, timeout=60_000)
    expect(page.locator(".strunlist")).to_contain_text("12 条记录")
    page.goto("/studio")
    expect(page.locator(".firstlist .done")).to_contain_text(["导入我的记录", "发布"])

    context = browser.new_context(base_url=address.partition("#")[0], locale="zh-CN", service_workers="block")
    other = context.new_page()
    sign_in(other, "porter")
    other.get_by_role("link", name="水泵").first.click()
    other.get_by_role("link", name="3 号泵").click()
    expect(other.locator("h1")).to_have_text("3 号泵")
    expect(other.locator("body")).to_contain_text("北方")
    expect(other.locator("body")).to_contain_text("2024-01-04")
    context.close()


def test_by_keys_and_by_finger(open_page: Open, pumps: Path) -> None:
    page = open_page("/studio/sheet", 390)
    page.set_input_files("[data-drop-file] input[type=file]", pumps)
    expect(page.locator(".stobj")).to_have_count(2)
    words = page.locator("[id='z-1.1']")
    words.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("所在地")
    page.keyboard.press("Enter")
    expect(page.locator("[id='ot-1'] option").nth(1)).to_be_attached()
    page.locator("[id='k-0.5']").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-field='0.5']")).to_have_class("strow out")
    page.reload()
    expect(words).to_have_value("所在地")
    if AXE.is_file():
        assert faults_of(page, 390) == []
    page.locator("[data-sheet=props]").first.click()
    expect(page.locator("#st-make")).to_be_visible()
    page.get_by_role("button", name="只放进草稿").click()
    expect(page.locator(".frow[data-key=dan_jia]")).to_be_visible()
    expect(page.locator(".frow[data-key=qi_yong_ri_qi]")).to_have_count(0)
