"""A record's history and the proof of who may see it."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dougong.host.web.scope import Scope, api_scope
from dougong.records.history import history
from dougong.records.query import get
from dougong.records.why import why

from .encode import answer
from .records import not_found, require_entity

router = APIRouter()
ApiScope = Annotated[Scope, Depends(api_scope)]


@router.get("/api/v1/{entity}/{record}/history")
async def record_history(request: Request, entity: str, record: str, scope: ApiScope) -> Response:
    """Who changed what, newest first; masked like the fields."""

    def work() -> Response:
        require_entity(scope, entity)
        with scope.workspace.reading(scope.viewer) as context:
            if get(context, entity, record, ("id",)) is None:
                raise not_found(record)
            return answer({"data": [asdict(entry) for entry in history(context, entity, record)]})

    return await run_in_threadpool(work)


@router.get("/api/v1/{entity}/{record}/why")
async def record_why(request: Request, entity: str, record: str, scope: ApiScope) -> Response:
    """Why the caller can, or cannot, see the record (`?field=` one field of it)."""

    def work() -> Response:
        require_entity(scope, entity)
        with scope.workspace.reading(scope.viewer) as context:
            return answer({"data": asdict(why(context, entity, record, request.query_params.get("field")))})

    return await run_in_threadpool(work)
