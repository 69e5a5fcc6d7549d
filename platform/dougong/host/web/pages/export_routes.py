"""A list as a file: the same view, filter, search and columns, or the ticked records alone."""

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from dougong.host.exports.export import MEDIA, export, may_export
from dougong.host.jobs import enqueue
from dougong.host.web.scope import Scope, signed_in
from dougong.records.values import Query

from . import door
from .columns import columns_of
from .entity import readable_entity
from .list_state import read_state
from .saved_views import views_of

router = APIRouter(include_in_schema=False)
AT_ONCE = 5_000
"""Rows of a file one waits for; a longer one is made in the background and found among one's own files."""


@router.get("/{entity}/export")
def export_list(scope: Annotated[Scope, Depends(signed_in)], entity: str, request: Request) -> Response:
    """`format` is csv or xlsx; several `id` limit it to these records."""
    chosen: Any = "csv" if request.query_params.get("format") == "csv" else "xlsx"
    ids = tuple(request.query_params.getlist("id"))
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        columns = columns_of(context.store.model, model, state.view, state.columns, scope.viewer, scope.language)
    query = Query(
        entity, tuple(column.path for column in columns), state.filter, state.search, state.sort, ids=ids or None
    )
    count = 0 if ids else _count(scope, query)
    if count > AT_ONCE:
        payload = {
            "entity": entity,
            "fields": list(query.fields),
            "filter": query.filter,
            "search": query.search,
            "sort": list(query.sort),
        }
        asked = {**payload, "format": chosen, "language": scope.language, "count": count}
        enqueue(scope.workspace, "export", asked, scope.viewer.person)
        return RedirectResponse(f"{scope.base_path}/profile/files", 303)
    file = export(scope.workspace, scope.viewer, query, chosen, scope.language)
    name = quote(f"{model.plural.in_(scope.language)}.{chosen}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return StreamingResponse(file, media_type=MEDIA[chosen], headers=headers)


def _count(scope: Scope, query: Query) -> int:
    """How many rows there will be; 0 for who may not export: `export` says so."""
    if not may_export(scope.viewer, query.entity):
        return 0
    with scope.workspace.reading(scope.viewer) as context:
        return door.find(context, replace(query, fields=("id",), sort=(), limit=1, total="exact")).total or 0
