"""Further rows of a list that is on the page already, and the ids of all it finds: one statement each."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup

from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Query

from . import door
from .bulk_routes import MOST
from .entity import readable_entity
from .figures import kinds_of_columns
from .group_figures import grouped_page
from .groups import below_heads, heads_of
from .list_page import look_of
from .list_state import ListState, read_state
from .look import Look
from .render import fragment
from .saved_views import views_of
from .table import table_of

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/{entity}/rows")
def rows(scope: Signed, entity: str, request: Request) -> Response:
    """The rows of `page`, or with `cards` the same records as cards for narrow screens."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state, look = _asked(context, model, request.query_params), look_of(scope, context)
        html = further(context, model, state, look, "cards" in request.query_params)
        return fragment(scope, "parts/raw.html", html=html)


def further(context: Context, entity: EntityModel, state: ListState, look: Look, cards: bool) -> Markup:
    """A page of the table alone; only what heads of groups say is counted."""
    table = table_of(context, entity, state, look)
    make = table.card if cards else table.draw
    if not state.group:
        return Markup("").join(make(row, look) for row in door.find(context, table.query).rows)
    kinds = kinds_of_columns(table.columns, state.view.sums)
    found = grouped_page(context, entity, state, kinds, table.query, foot=False)
    heads = heads_of(context, entity, state, table.columns, found, look)[cards]
    return Markup("").join(below_heads(heads, tuple(make(row, look) for row in found.page.rows)))


@router.get("/{entity}/ids")
def ids(scope: Signed, entity: str, request: Request) -> Response:
    """`ids` of what the list finds, in its order, as many as one bulk change takes."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = _asked(context, model, request.query_params)
        asked = Query(entity, ("id",), state.filter, state.search, state.sort, limit=MOST)
        found = [str(row["id"]) for row in door.find(context, asked).rows]
    return JSONResponse({"ids": found}, headers={"Cache-Control": "no-store"})


def _asked(context: Context, entity: EntityModel, query: Mapping[str, str]) -> ListState:
    return read_state(views_of(context, entity), entity, query)
