"""One search over everything the caller may read."""

from dataclasses import asdict

from starlette.responses import Response

from dougong.host.web.errors import Refused
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.search import search

from .decode import split
from .encode import answer
from .endpoint import Asked, endpoint


def search_records(asked: Asked) -> Response:
    """`q` words; `entities` to look in; `limit` hits (at most 100)."""
    given = asked.request.query_params
    words, limit = given.get("q", "").strip(), given.get("limit", "20")
    if not limit.isdigit() or len(limit) > 3 or not 1 <= int(limit) <= 100:
        raise Refused(400, [Problem("limit", text("limit 应为 1 到 100", "limit must be 1 to 100"), "limit")])
    entities = split(given.get("entities", "")) or None
    with asked.reading() as context:
        hits = search(context, words, entities, int(limit)) if words else []
        return answer({"data": [asdict(hit) for hit in hits]})


ROUTES = [endpoint("/api/v1/search", search_records)]
