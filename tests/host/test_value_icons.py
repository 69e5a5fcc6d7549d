"""A value that is worked out of related records shows by which way the last of them came: the icon of a choice."""

import copy
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import bundle_from_files

from tests.support.copies import Make
from tests.support.dock import DOCUMENTS
from tests.support.pages import made


def documents() -> dict[str, Any]:
    """The dock with ships that know when and by which way they were talked to last."""
    found = copy.deepcopy(DOCUMENTS)
    ways = next(one for one in found["entities/talk.json"]["fields"] if one["key"] == "kind")["options"]
    ways[1]["icon"] = "map-pin"
    found["entities/ship.json"]["fields"] += [
        {"key": "told_at", "type": "rollup", "label": {"zh-CN": "最近", "en": "Lately"}, "result": "datetime",
         "formula": "MAX(talks.at)", "icon_from": "told_by"},
        {"key": "told_by", "type": "computed", "label": {"zh-CN": "方式", "en": "By"}, "result": "choice", "options": ways,
         "formula": "LAST(talks.kind, at)"},
    ]  # fmt: skip
    return found


def furnished(workspace: Workspace) -> None:
    files = ((path, json.dumps(raw).encode()) for path, raw in documents().items())
    install(workspace, bundle_from_files(files), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


def test_the_icon_of_the_last_stands_before_the_time(office: Workspace, client: TestClient) -> None:
    ship, _ = made(office, "ship", name="Heron"), made(office, "ship", name="Wren")
    now = office.clock()
    for hours, kind in ((30, "radio"), (2, "visit"), (50, "radio")):
        about = {"entity": "ship", "id": ship}
        made(office, "talk", subject=kind, kind=kind, about=about, at=now - timedelta(hours=hours))
    page = client.get("/ship?columns=name,told_at").text
    signs = re.findall(r'class="vicon" role="img" aria-label="([^"]+)".*?#([a-z-]+)"', page)
    assert signs == [("登船", "map-pin")], "one for the ship that was talked to"
