"""One search over everything the caller may read."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, api_scope
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.search import search

from .decode import split
from .encode import answer

router = APIRouter()


@router.get("/api/v1/search")
async def search_records(request: Request, scope: Annotated[Scope, Depends(api_scope)]) -> Response:
    """`q` words; `entities` to look in; `limit` hits (at most 100)."""

    def work() -> Response:
        words = request.query_params.get("q", "").strip()
        limit = request.query_params.get("limit", "20")
        if not limit.isdigit() or len(limit) > 3 or not 1 <= int(limit) <= 100:
            raise Refused(400, [Problem("limit", text("limit 应为 1 到 100", "limit must be 1 to 100"), "limit")])
        entities = split(request.query_params.get("entities", "")) or None
        with scope.workspace.reading(scope.viewer) as context:
            hits = search(context, words, entities, int(limit)) if words else []
            return answer({"data": [asdict(hit) for hit in hits]})

    return await run_in_threadpool(work)
