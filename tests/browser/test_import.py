"""A table comes in through the wizard: upload, try, settle what is unknown, run, look, take it back."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dougong.host.install import find_bundle

from .conftest import served, sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "a_crm_pipeline"
PICTURES = os.environ.get("DOUGONG_PICTURES", "")


def shot(page: Page, name: str) -> None:
    """A picture for people to look at, when a folder for them is named."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def upload(page: Page, entity: str, file: Path) -> None:
    page.goto(f"/{entity}/import")
    page.set_input_files("[data-drop-file] input[type=file]", file)
    page.wait_for_url(f"**/{entity}/import/*")


def meaning(page: Page, column: str, field: str) -> None:
    page.select_option(f"select[aria-label='{column}']", field)


def try_it(page: Page) -> None:
    page.click(".wizbar button:not([data-start])")
    expect(page.locator(".buckets")).to_be_visible(timeout=60_000)


def run(page: Page, new: str) -> None:
    """When the trial, which may not be the first, tells of so many."""
    expect(page.locator(".bucket.new .n")).to_have_text(new, timeout=60_000)
    page.click(".wizbar [data-start]")
    expect(page.locator(".jobcard .chip.green")).to_be_visible(timeout=180_000)
    expect(page.locator(".bucket.new .n")).to_have_text(new)


def test_a_table_comes_in_and_goes_again(open_page: Open, tmp_path: Path) -> None:
    table = tmp_path / "repairs.csv"
    table.write_text(
        "名称,阶段,金额,期限\nCame in 1,待修,10,2026-03-01\nCame in 2,Mendedd,20,2026-03-02\n,待修,5,\n", "utf-8"
    )
    page = open_page("/repair")
    upload(page, "repair", table)
    try_it(page)
    expect(page.locator(".bucket.new .n")).to_have_text("1")
    expect(page.locator(".bucket.bad .n")).to_have_text("2")
    page.select_option("select[aria-label=Mendedd]", "已修")
    try_it(page)
    expect(page.locator(".bucket.new .n")).to_have_text("2")
    run(page, "2")
    page.goto("/repair?q=Came+in")
    expect(page.locator("#rows tr")).to_have_count(2)
    page.go_back()
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("form[action$='/undo'] button")
    expect(page.locator(".jobcard .chip.gray")).to_be_visible(timeout=30_000)
    page.goto("/repair?q=Came+in")
    expect(page.locator(".empty")).to_be_visible()


@pytest.fixture
def selling(tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """The stock sales template without samples."""
    if not DATA.is_dir():
        pytest.skip("the real data (shared/data beside the repository) is not on this machine")
    with served(tmp_path, find_bundle("crm"), lambda admin: []) as place:
        address, _, login = place.partition("#")
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, login)
        yield page
        context.close()


@pytest.mark.needs_app("crm")
@pytest.mark.parametrize(
    ("deals", "foreign", "won"),
    [(600, "89", "802,827"), pytest.param(8800, "1,480", "10,005,534", marks=pytest.mark.proof)],
)
def test_the_real_pipeline(selling: Page, tmp_path: Path, deals: int, foreign: str, won: str) -> None:
    """The first of the deals; all of them go in by `make proof`, and from the shell in tests/journeys/test_real_data."""
    page = selling
    table = tmp_path / "sales_pipeline.csv"
    lines = (DATA / "sales_pipeline.csv").read_text("utf-8-sig").splitlines(keepends=True)
    table.write_text("".join(lines[: deals + 1]), "utf-8")
    for entity, file, new in (
        ("account", "accounts", "85"),
        ("product", "products", "7"),
        ("person", "sales_teams", "35"),
    ):
        upload(page, entity, DATA / f"{file}.csv")
        shot(page, f"{file}-1-map")
        try_it(page)
        shot(page, f"{file}-2-tried")
        if entity == "person":
            page.check("tr:has(select[aria-label=manager]) input[type=checkbox]")
            try_it(page)
        run(page, new)
        shot(page, f"{file}-3-done")
    upload(page, "opportunity", table)
    shot(page, "deals-1-map")
    try_it(page)
    shot(page, "deals-2-tried")
    unknown = page.locator("tr", has=page.locator("select[aria-label=GTXPro]"))
    expect(unknown).to_contain_text(foreign)
    assert unknown.locator("option:checked").inner_text() == "GTX Pro"
    page.select_option("select[aria-label=Engaging]", label="需求确认")
    try_it(page)
    expect(page.locator(".bucket.new .n")).to_have_text(f"{deals:,}", timeout=60_000)
    shot(page, "deals-3-settled")
    page.click(".wizbar [data-start]")
    expect(page.locator(".jobcard .chip.green")).to_be_visible(timeout=180_000)
    expect(page.locator(".bucket.new .n")).to_have_text(f"{deals:,}")
    shot(page, "deals-5-done")
    batch = page.url
    page.goto("/opportunity?group=stage&columns=name,amount")
    shot(page, "deals-6-grouped")
    page.goto('/opportunity?filter=stage+%3D+"won"&columns=name,amount')
    expect(page.locator(f"tfoot [title='¥{won}']")).to_be_visible()
    page.goto(batch)
    page.click("form[action$='/undo'] button")
    expect(page.locator(".jobcard .chip.gray")).to_be_visible(timeout=180_000)
    shot(page, "deals-7-undone")
    page.goto("/opportunity")
    expect(page.locator(".empty")).to_be_visible()
    page.goto("/account")
    expect(page.locator("tfoot")).to_contain_text("85")
