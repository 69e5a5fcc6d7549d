"""Grouped lists: what heads and foot say is what all rows add up to, whichever page one looks at, and rows are in order."""

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle, bundle_from_files
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.support.copies import Make

SHADES = (("c", 4), ("a", 7), ("", 3), ("b", 2))
"""Of the options in the order c, a, b: how many sails have each; blanks come first in the list."""
_HEAD = re.compile(r'class="grp" data-group="([^"]*)" data-at="(\d+)" data-n="(\d+)"')
_PRICES = re.compile(r'class="grp" data-group="[^"]*".*?title="([^"]+)"', re.DOTALL)


def _text(words: str) -> dict[str, str]:
    return {"zh-CN": words, "en": words}


def sails() -> Bundle:
    """Sails with a shade, a price and a share; five to a page."""
    sail = {
        "$schema": "dougong/entity/1", "key": "sail", "label": _text("Sail"), "plural": _text("Sails"), "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("Name"), "required": True},
            {"key": "shade", "type": "choice", "label": _text("Shade"),
             "options": [{"key": key, "label": _text(f"Shade {key}")} for key in ("c", "a", "b")]},
            {"key": "price", "type": "money", "label": _text("Price")},
            {"key": "worn", "type": "percent", "label": _text("Worn")},
        ],
    }  # fmt: skip
    view = {
        "$schema": "dougong/view/1", "key": "sail_all", "entity": "sail", "label": _text("All sails"), "page_size": 5,
        "columns": ["name", "shade", "price", "worn"], "sort": ["name"],
    }  # fmt: skip
    documents: dict[str, Any] = {
        "app.json": {"$schema": "dougong/app/1", "key": "loft", "version": "1.0.0", "label": _text("Loft")},
        "entities/sail.json": sail,
        "views/sail_all.json": view,
    }
    return bundle_from_files((path, json.dumps(document).encode()) for path, document in documents.items())


def furnished(workspace: Workspace) -> None:
    install(workspace, sails(), with_samples=False)
    made = [
        Create("sail", {"name": f"Sail {shade or '-'}{n}", "shade": shade or None, "price": str(10 * n), "worn": n})
        for shade, count in SHADES
        for n in range(1, count + 1)
    ]
    with workspace.writing(SYSTEM) as context:
        written = write(context, made, Cause("user"))
        assert written.written, written.problems


@pytest.fixture
def contents() -> Make:
    return furnished


def names(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"Sail [abc-]\d", html)))


def foot(html: str) -> list[str]:
    """The figures below the list; none below an empty one."""
    found = re.search(r'<p class="sums">.*?</p>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]).split() if found else []


def test_pages_of_groups_go_on_where_the_last_ended(client: TestClient) -> None:
    pages = [client.get(f"/sail?group=shade&page={page}").text for page in (1, 2, 3, 4)]
    every = [
        f"Sail {shade or '-'}{n}"
        for shade, count in (("", 3), ("c", 4), ("a", 7), ("b", 2))
        for n in range(1, count + 1)
    ]
    assert [name for page in pages for name in names(page)] == every
    assert [_HEAD.findall(page) for page in pages] == [
        [("", "0", "3"), ("c", "3", "4")], [("c", "5", "4"), ("a", "7", "7")], [("a", "10", "7"), ("b", "14", "2")], [("b", "15", "2")],
    ]  # fmt: skip


def test_the_foot_of_a_grouped_list_is_that_of_the_list(client: TestClient) -> None:
    assert len(foot(client.get("/sail").text)) > 5
    for filter_ in ("", "&filter=price > 15", '&filter=shade = "a"', "&filter=price > 1000"):
        assert foot(client.get(f"/sail?group=shade{filter_}").text) == foot(client.get(f"/sail?{filter_}").text), (
            filter_
        )


def test_heads_add_up_their_whole_group(client: TestClient) -> None:
    found = [price for page in (1, 2) for price in _PRICES.findall(client.get(f"/sail?group=shade&page={page}").text)]
    assert [re.sub(r"[^\d.]", "", price) for price in found] == ["60", "100", "100", "280"]


def test_descending_and_unsorted_rows_within_groups(client: TestClient) -> None:
    assert names(client.get("/sail?group=shade&sort=-price&page=2").text) == [
        "Sail c2",
        "Sail c1",
        "Sail a7",
        "Sail a6",
        "Sail a5",
    ]
    assert names(client.get("/sail?group=shade&sort=-price&page=3").text) == [
        "Sail a4",
        "Sail a3",
        "Sail a2",
        "Sail a1",
        "Sail b2",
    ]
