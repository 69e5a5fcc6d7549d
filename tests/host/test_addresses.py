"""Keys of entities cannot be words of the product's own addresses: derived from the real routes."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.metamodel.check import check_app
from dougong.metamodel.check.entities import ADDRESSES, RESERVED
from dougong.metamodel.documents import bundle_from_files


def paths(routes: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    """The parts of every address, of included routers too."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from paths(route.original_router.routes)
        else:
            yield tuple(route.path.strip("/").split("/"))


def test_what_stands_where_an_entity_may_stand_is_reserved(home: Settings) -> None:
    known = set(paths(create_app(home, work=False).routes))
    above = {path[:at] for path in known for at, part in enumerate(path) if part == "{entity}"}
    fixed = {path[len(one)] for one in above for path in known if path[: len(one)] == one and len(path) > len(one)}
    words = {word for word in fixed if re.fullmatch(r"[a-z][a-z0-9_]*", word)}
    assert {(), ("api", "v1")} <= above, "records are reached by their entity's key"
    assert {"notices", "page", "palette", "admin", "search"} <= words
    assert words - RESERVED <= ADDRESSES, "reserve these in metamodel/check/entities.py"


@pytest.mark.parametrize("key", ["notices", "page", "w"])
def test_such_an_entity_is_refused_with_words(key: str) -> None:
    own = {"key": "shop", "version": "1.0.0", "label": {"zh-CN": "店", "en": "Shop"}, "$schema": "dougong/app/1"}
    name = {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}}
    entity = {
        "$schema": "dougong/entity/1", "key": key, "label": {"zh-CN": "物", "en": "Thing"}, "title": "name", "fields": [name],
    }  # fmt: skip
    files = {"app.json": own, f"entities/{key}.json": entity}
    app = bundle_from_files((file, json.dumps(raw).encode()) for file, raw in files.items())
    found = check_app(app, ())
    assert [(one.code, one.path, one.file) for one in found] == [("reserved", "$.key", f"entities/{key}.json")]
