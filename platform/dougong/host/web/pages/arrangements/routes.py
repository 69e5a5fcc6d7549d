"""Addresses of arrangements: further cards of a column, and placing a record: its stage, its day, its parent."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from dougong.host.web.errors import Refused
from dougong.host.web.pages import door
from dougong.host.web.pages.entity import readable_entity
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.list_state import read_state
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.saved_views import views_of
from dougong.host.web.scope import Scope, signed_in
from dougong.records.ids import is_id

from . import calendar, gallery, kanban, tree
from .face import face_of
from .place import place, undone

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/{entity}/cards")
def cards(scope: Signed, entity: str, request: Request, column: str, offset: int = 0) -> Response:
    """Cards of one column from `offset` on; one statement."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        look = look_of(scope, context)
        state = read_state(views_of(context, model), model, request.query_params)
        field = kanban.group_of(context, model, state)
        if field is None or not 0 <= offset <= 100_000:
            raise Refused(404)
        face = face_of(context, model, state.view, look)
        asked = kanban.card_query(model, state, face)
        rows = door.find(
            context,
            replace(asked, filter=kanban.narrowed(state.filter, field, column), offset=offset, limit=kanban.CARDS + 1),
        ).rows
        drawn = [kanban.card(row, face, look) for row in rows[: kanban.CARDS]]
        more = (
            kanban.more_of(scope.base_path, model, state, column, offset + len(drawn))
            if len(rows) > kanban.CARDS
            else ""
        )
        return fragment(scope, "views/kanban_cards.html", cards=drawn, more=more)


@router.get("/{entity}/events")
def events(scope: Signed, entity: str, request: Request, first: str = "", last: str = "") -> Response:
    """What a calendar shows of the days from `first` to before `last`; one statement."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        found = calendar.events(context, model, state, look_of(scope, context), first, last)
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


@router.get("/{entity}/gallery")
def pictures(scope: Signed, entity: str, request: Request, offset: int = 0) -> Response:
    """Further cards of a gallery; one statement."""
    if not 0 <= offset <= 100_000:
        raise Refused(404)
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        drawn, more = gallery.further(context, model, state, look_of(scope, context), offset)
        return fragment(scope, "views/kanban_cards.html", cards=drawn, more=more)


@router.get("/{entity}/branch")
def branch(scope: Signed, entity: str, request: Request, parent: str, level: int = 2, above: str = "") -> Response:
    """The rows below one record of a tree; two statements."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        field = tree.tree_field(model)
        if field is None or not is_id(parent) or not 1 < level <= tree.DEEPEST or len(above) > 1000:
            raise Refused(404)
        state = replace(read_state(views_of(context, model), model, request.query_params), search="")
        look = look_of(scope, context)
        found = tree.branch(context, model, state, look, tree.below(field, parent), level, above)
        return fragment(scope, "parts/raw.html", html=Markup("").join(found))


@router.post("/{entity}/{id}/place")
async def put(scope: Signed, entity: str, id: str, request: Request) -> Response:  # noqa: A002
    """Writes the fields sent (`f.<key>`); what a gate misses is asked in a dialog that is sent here again."""
    return await run_in_threadpool(_put, scope, entity, id, await request.form())


def _put(scope: Scope, entity: str, identity: str, form: FormData) -> Response:
    return place(scope, entity, identity, form)


@router.post("/{entity}/{id}/unplace/{cause}")
def take_back(scope: Signed, entity: str, id: str, cause: str) -> Response:  # noqa: A002
    """Undo of a placing by the one who did it."""
    return undone(scope, entity, id, cause)
