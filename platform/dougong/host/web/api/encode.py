"""Rows as JSON: decimals are strings, instants RFC 3339 in UTC, links `{"id", "title"}`, dotted paths flat keys."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import orjson
from starlette.responses import Response

from dougong.records.values import Row

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
TITLE = ".$title"


def dump(value: Any) -> bytes:
    """JSON bytes of canonical values."""
    return orjson.dumps(value, _other, _OPTIONS)


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response."""
    return Response(dump(value), status, headers, "application/json")


def rows_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Canonical rows of one query (all with the same keys) as JSON objects; a Query asks for them as such itself."""
    found = list(rows)
    if not found:
        return []
    keys = list(found[0])
    links = {key.removesuffix(TITLE) for key in keys if key.endswith(TITLE)}
    plain = [key for key in keys if key not in links and not key.endswith(TITLE)]
    if not links:
        return [{key: row[key] for key in plain} for row in found]
    return [
        {key: row[key] for key in plain} | {key: _link(row[key], row[key + TITLE]) for key in links if key in row}
        for row in found
    ]


def _link(value: Any, title: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        return {**value, "title": title}
    return {"id": value, "title": title}


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
