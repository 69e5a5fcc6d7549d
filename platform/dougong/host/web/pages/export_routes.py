"""A list as a file: the same view, filter, search and columns, or the ticked records alone."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from dougong.host.exports.export import export
from dougong.host.web.scope import Scope, signed_in
from dougong.records.values import Query

from .columns import columns_of
from .entity import readable_entity
from .list_state import read_state
from .saved_views import views_of

router = APIRouter(include_in_schema=False)
_MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


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
    file = export(scope.workspace, scope.viewer, query, chosen, scope.language)
    name = quote(f"{model.plural.in_(scope.language)}.{chosen}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return StreamingResponse(file, media_type=_MEDIA[chosen], headers=headers)
