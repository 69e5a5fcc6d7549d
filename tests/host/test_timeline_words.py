"""What one save did to a record, its links and its child rows reads as one entry of its timeline, in both languages."""

import re

import pytest

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query.related import related
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Update
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import base_of, visitor
from tests.support.slip import make


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle(), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


def save(workspace: Workspace, entity: str, identity: str, **values: object) -> None:
    with workspace.writing(SYSTEM) as context:
        assert write(context, [Update(entity, identity, values)], Cause("user")).written


def entries(workspace: Workspace, path: str, language: str) -> list[str]:
    """The changes told of a record, newest first, as plain text."""
    with visitor(workspace, "admin") as client:
        client.cookies.set("dougong_language", language)
        page = client.get(f"{base_of(workspace)}/{path}/stream?only=changes", headers={"HX-Request": "true"}).text
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in page.split('<div class="hev">')[1:]]


def test_links_that_come_and_go_are_told_by_name(workspace: Workspace) -> None:
    ann, ben, dan = make(workspace, "person", *({"name": name, "login": name} for name in ("Ann", "Ben", "Dan")))
    (specimen,) = make(workspace, "specimen", {"name": "Rust", "helpers": [ann, ben]})
    save(workspace, "specimen", specimen, whole=3, helpers=[ben, dan])
    save(workspace, "specimen", specimen, helpers=[dan])
    last, both, made = entries(workspace, f"specimen/{specimen}", "en")
    assert "changed" in last and "Helpers removed Ben" in last
    assert "Helpers added Dan; removed Ann" in both and "Whole Empty → 3" in both
    assert "created" in made and "Helpers Ann, Ben" in made
    assert "协助人 添加 Dan；移除 Ann" in entries(workspace, f"specimen/{specimen}", "zh-CN")[1]


def test_rows_are_told_with_the_save_that_touched_them(workspace: Workspace) -> None:
    parts = [{"name": "Bolt", "quantity": 1}, {"name": "Nut", "quantity": 2}]
    (repair,) = make(workspace, "repair", {"name": "Pump", "parts": parts})
    with workspace.reading(SYSTEM) as context:
        kept = {row["name"]: row["id"] for row in related(context, "repair", [repair], "parts")[repair]}
    rows = [{"id": kept["Bolt"], "name": "Bolt", "quantity": 5}, {"name": "Seal", "quantity": 1}]
    save(workspace, "repair", repair, cause="rust", parts=rows)
    changed, made = entries(workspace, f"repair/{repair}", "en")
    assert "Parts added Seal; removed Nut" in changed and "Cause" in changed and "rust" in changed
    assert re.search(r"Parts · Bolt · Quantity 1 → 5", changed)
    assert "created" in made and "Parts added Bolt, Nut" in made
    changed, made = entries(workspace, f"repair/{repair}", "zh-CN")
    assert "配件 添加 Seal；移除 Nut" in changed and "配件 · Bolt · 数量 1 → 5" in changed and "修改" in changed
    assert "配件 添加 Bolt、Nut" in made


def test_a_save_of_very_many_rows_is_one_entry_and_pages_hold_whole_saves(workspace: Workspace) -> None:
    (repair,) = make(workspace, "repair", {"name": "Pump", "parts": [{"name": f"Bolt {n}"} for n in range(60)]})
    for number in range(25):
        with workspace.writing(SYSTEM) as context:
            write(context, [Update("repair", repair, {"cause": f"why {number}"})], Cause("user"))
    with visitor(workspace, "admin") as client:
        seen, path = list[str](), f"{base_of(workspace)}/repair/{repair}/stream?only=changes"
        while path:
            page = client.get(path, headers={"HX-Request": "true"}).text
            seen += page.split('<div class="hev">')[1:]
            more = re.search(r'class="btn sm earlier" href="([^"]+)"', page)
            path = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == 26
    assert "Bolt 0" in seen[-1] and "55" in seen[-1]


def test_a_link_that_was_written_by_itself_is_told_alike(workspace: Workspace) -> None:
    (ann,) = make(workspace, "person", {"name": "Ann", "login": "ann"})
    (specimen,) = make(workspace, "specimen", {"name": "Rust"})
    with workspace.writing(SYSTEM) as context:
        link = Create("specimen__helpers", {"source": specimen, "target": ann})
        assert write(context, [link], Cause("user")).written
    first = entries(workspace, f"specimen/{specimen}", "en")[0]
    assert "Helpers added Ann" in first and "created" not in first
