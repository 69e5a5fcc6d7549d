"""Addresses of pages of tiles: the page, its tiles in batches, a box ticked off in a tile's list, and the way home."""

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.access import people
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.menu import Target
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.widget import Period
from dougong.records.context import Cause, Context
from dougong.records.rights import SYSTEM
from dougong.records.values import Update

from . import door
from .board import ask, board, page_for, tile
from .entity import readable_entity
from .frame import Crumb, frame
from .list_page import words_of
from .menu import address, menu
from .render import fragment, page
from .signals import done, toast, trigger
from .widgets.listed import may_tick

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/")
def home(scope: Signed) -> Response:
    """The home of the first of a person's roles that has one they may open, else the first item of their menu."""
    with scope.workspace.reading(SYSTEM) as context:
        person = people.by_id(context.connection, context.store, scope.viewer.person or "")
    model = context.store.model
    for key in person.roles if person else ():
        target = _home(model, model.roles[key].home if key in model.roles else None)
        if target is not None and (target.page is None or page_for(model, target.page, scope.viewer)):
            return RedirectResponse(scope.base_path + address(model, target), 303)
    areas = menu(model, scope.viewer, scope.language, scope.base_path)
    first = next(
        (item.href for area in areas for group in area.groups for item in group.items), f"{scope.base_path}/profile"
    )
    return RedirectResponse(first, 303)


@router.get("/page/{key}")
def show_page(scope: Signed, key: str, period: str = "", whole: bool = False) -> Response:
    """The page; `whole` works every tile out at once."""
    with scope.workspace.reading(scope.viewer) as context:
        found = _page(scope, context, key)
        content = board(scope, context, found, _period(found, period), whole)
        label = found.label.in_(scope.language)
        around = frame(scope, context.store.model, label, (Crumb(label),), kind="of-board")
        return page(scope, "pages/board.html", around, content)


@router.get("/page/{key}/tiles")
def tiles(scope: Signed, key: str, asked: Annotated[list[str], Query(alias="key")], period: str = "") -> Response:
    """Tiles by key, each in the place of its slot."""
    with scope.workspace.reading(scope.viewer) as context:
        found = _page(scope, context, key)
        wanted = [widget for widget in found.widgets if widget.key in asked]
        made = [tile(scope, context, found, widget, _period(found, period)) for widget in wanted]
        return fragment(scope, "board/tiles.html", tiles=made)


@router.post("/page/{key}/{widget}/tick/{id}")
def tick(scope: Signed, key: str, widget: str, id: str) -> Response:  # noqa: A002
    """Sets the tile's tick fields in one record and draws the tile anew."""
    with scope.workspace.writing(scope.viewer) as context:
        found = _page(scope, context, key)
        one = next((one for one in found.widgets if one.key == widget and one.tick), None)
        if one is None:
            raise Refused(404)
        made = ask(scope, context, found, one, found.period)
        readable_entity(context, made.entity.key)
        if not may_tick(made):
            raise Refused(403)
        written = door.write(context, [Update(made.entity.key, id, dict(one.tick))], Cause("user"))
        if not written.written:
            return done(scope, toast(written.problems[0].message.in_(scope.language), bad=True))
    with scope.workspace.reading(scope.viewer) as context:
        drawn = tile(scope, context, found, one, found.period)
        return fragment(scope, "board/tiles.html", headers=trigger(toast(words_of(scope)("Done"))), tiles=[drawn])


def _page(scope: Scope, context: Context, key: str) -> Page:
    found = page_for(context.store.model, key, scope.viewer)
    if found is None:
        raise Refused(404)
    return found


def _period(found: Page, wanted: str) -> Period:
    return cast(Period, wanted) if wanted in (found.periods or get_args(Period)) else found.period


def _home(model: Model, key: str | None) -> Target | None:
    """A role's home names a view, a page or an entity."""
    if key in model.views:
        return Target(view=key)
    if key in model.pages:
        return Target(page=key)
    return Target(entity=key) if key in model.entities else None
