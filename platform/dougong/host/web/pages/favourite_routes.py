"""Addresses of what a person keeps at hand: the star of a page, the order of the menu, looks at records."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in

from . import favourites
from .frame import frame
from .list_page import words_of
from .mine import mine
from .place_paths import keepable, record_of
from .places import places
from .recents import note_visit
from .render import fragment, page
from .signals import alive, done, toast, trigger

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
Text = Annotated[str, Form()]


@router.get("/favourites")
def favourites_page(scope: Signed) -> Response:
    """All of them and the records last looked at, also for browsers without scripts."""
    with scope.workspace.reading(scope.viewer) as context:
        around = frame(scope, context.store.model, words_of(scope)("Favourites"))
        return page(scope, "pages/favourites.html", around, mine(scope, context, recent=30))


@router.post("/favourites")
def star(scope: Signed, path: Text) -> Response:
    """Keeps a place or lets go of it; 404 where the viewer sees none."""
    words = words_of(scope)
    with scope.workspace.writing(scope.viewer) as context:
        kept = path in favourites.favourites(context.connection, scope.viewer.person or "")
        if not kept and (not keepable(path) or not places(scope, context, [path])):
            raise Refused(404)
        now = favourites.toggle(context.connection, scope.viewer.person or "", path)
    if now is None:
        return done(scope, toast(words("That is the most favourites one can have; let go of some first"), bad=True))
    said = toast(words("Kept under favourites") if now else words("No longer a favourite"))
    return _drawn(scope, said) if alive(scope) else done(scope)


@router.post("/favourites/order")
def order(scope: Signed, path: Annotated[list[str], Form()]) -> Response:
    """Several `path`, top to bottom."""
    with scope.workspace.writing(scope.viewer) as context:
        favourites.put_order(context.connection, scope.viewer.person or "", path)
    return Response(status_code=204)


@router.post("/visits")
def visit(scope: Signed, path: Text) -> Response:
    """Notes that the viewer looked at a record; what they may not see is not noted."""
    record = record_of(path)
    with scope.workspace.writing(scope.viewer) as context:
        if record is not None and places(scope, context, [path]):
            note_visit(context.connection, scope.viewer.person, record, context.now)
    return Response(status_code=204)


def _drawn(scope: Scope, said: dict[str, object]) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        return fragment(scope, "parts/mine.html", headers=trigger(said), mine=mine(scope, context))
