"""Addresses of pages of tiles: the page, its tiles in batches, what is done in a tile's list, and the way home."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.access import people
from dougong.host.access.designing import may_design
from dougong.host.studio.own_app import OWN, started_empty
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.menu import Target
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.records.context import Cause, Context
from dougong.records.rights import SYSTEM
from dougong.records.values import Update

from . import door
from .board import Chosen, ask, board, chosen_of, page_for, tile
from .board_kept import Kept, keep, kept_of
from .board_people import choices
from .entity import readable_entity
from .frame import Crumb, frame
from .list_page import words_of
from .menu import address, menu
from .render import fragment, page
from .signals import alive, done, toast, trigger
from .widgets.listed import may_tick
from .widgets.reminding import remind_of

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/")
def home(scope: Signed) -> Response:
    """The home of the first of a person's roles that has one they may open, else the first item of their menu; where nothing
    was made yet, the studio for who may make something."""
    with scope.workspace.reading(SYSTEM) as context:
        person = people.by_id(context.connection, context.store, scope.viewer.person or "")
    model = context.store.model
    for key in person.roles if person else ():
        target = _home(model, model.roles[key].home if key in model.roles else None)
        if target is not None and (target.page is None or page_for(model, target.page, scope.viewer)):
            return RedirectResponse(scope.base_path + address(model, target), 303)
    if started_empty(model.apps) and may_design(model, scope.viewer) and OWN not in model.apps:
        return RedirectResponse(f"{scope.base_path}/studio", 303)
    areas = menu(model, scope.viewer, scope.language, scope.base_path)
    first = next(
        (item.href for area in areas for group in area.groups for item in group.items), f"{scope.base_path}/profile"
    )
    return RedirectResponse(first, 303)


@router.get("/page/{key}")
def show_page(
    scope: Signed, key: str, period: str | None = None, people: str | None = None, whole: bool = False
) -> Response:
    """The page as its reader left it, or as the address says, which is kept; `whole` works every tile out at once."""
    with scope.workspace.reading(scope.viewer) as context:
        found = _page(scope, context, key)
        kept = kept_of(context.connection, scope.viewer.person, key)
        asked = _asked(kept, period, people)
        offered = choices(scope, context, found)
        now = chosen_of(found, asked, offered)
        content = board(scope, context, found, now, offered, whole)
        label = found.label.in_(scope.language)
        around = frame(scope, context.store.model, label, (Crumb(label),), kind="of-board")
        answer = page(scope, "pages/board.html", around, content)
    settled = replace(asked, period=now.period if asked.period else "", people=now.people.key)
    if settled != kept and (period is not None or people is not None):
        with scope.workspace.writing(scope.viewer) as context:
            keep(context.connection, scope.viewer.person, key, settled)
    return answer


@router.get("/page/{key}/tiles")
def tiles(
    scope: Signed, key: str, asked: Annotated[list[str], Query(alias="key")], period: str | None = None, people: str | None = None
) -> Response:  # fmt: skip
    """Tiles by key, each in the place of its slot."""
    with scope.workspace.reading(scope.viewer) as context:
        found = _page(scope, context, key)
        now = _now(scope, context, found, period, people)
        wanted = [widget for widget in now.widgets if widget.key in asked]
        made = [tile(scope, context, found, widget, now) for widget in wanted]
        return fragment(scope, "board/tiles.html", tiles=made)


@router.post("/page/{key}/{widget}/tick/{id}")
def tick(scope: Signed, key: str, widget: str, id: str) -> Response:  # noqa: A002
    """Sets the tile's tick fields in one record and draws the tile anew."""
    with scope.workspace.writing(scope.viewer) as context:
        found = _page(scope, context, key)
        now = _now(scope, context, found)
        one = next((one for one in now.widgets if one.key == widget and one.tick), None)
        if one is None:
            raise Refused(404)
        made = ask(scope, context, found, one, now)
        readable_entity(context, made.entity.key)
        if not may_tick(made):
            raise Refused(403)
        written = door.write(context, [Update(made.entity.key, id, dict(one.tick))], Cause("user"))
        if not written.written:
            return done(scope, toast(written.problems[0].message.in_(scope.language), bad=True))
    return _drawn(scope, key, widget, words_of(scope)("Done"))


@router.post("/page/{key}/{widget}/remind")
def remind(scope: Signed, key: str, widget: str, id: Annotated[str, Form()] = "") -> Response:  # noqa: A002
    """Reminds the people of one record, or of all that the tile shows; a second time on one day tells nobody."""
    words = words_of(scope)
    with scope.workspace.writing(scope.viewer) as context:
        found = _page(scope, context, key)
        now = _now(scope, context, found)
        one = next((one for one in now.widgets if one.key == widget and one.remind), None)
        if one is None:
            raise Refused(404)
        made = ask(scope, context, found, one, now)
        readable_entity(context, made.entity.key)
        told = remind_of(made, id)
    if not told:
        return done(scope, toast(words("There is nobody to remind"), bad=True))
    return _drawn(scope, key, widget, words.count("{n} person reminded", "{n} people reminded", told))


def _drawn(scope: Scope, key: str, widget: str, said: str) -> Response:
    """A tile as it is after a change, and what is said of it."""
    if not alive(scope):
        return done(scope)
    with scope.workspace.reading(scope.viewer) as context:
        found = _page(scope, context, key)
        now = _now(scope, context, found)
        made = [tile(scope, context, found, one, now) for one in now.widgets if one.key == widget]
        return fragment(scope, "board/tiles.html", headers=trigger(toast(said)), tiles=made)


def _now(scope: Scope, context: Context, found: Page, period: str | None = None, people: str | None = None) -> Chosen:
    """What the page is narrowed to; people are looked up only where some are chosen."""
    asked = _asked(kept_of(context.connection, scope.viewer.person, found.key), period, people)
    return chosen_of(found, asked, choices(scope, context, found) if asked.people else ())


def _asked(kept: Kept, period: str | None, people: str | None) -> Kept:
    return replace(
        kept,
        period=kept.period if period is None else period,
        people=kept.people if people is None else people,
    )


def _page(scope: Scope, context: Context, key: str) -> Page:
    found = page_for(context.store.model, key, scope.viewer)
    if found is None:
        raise Refused(404)
    return found


def _home(model: Model, key: str | None) -> Target | None:
    """A role's home names a view, a page or an entity."""
    if key in model.views:
        return Target(view=key)
    if key in model.pages:
        return Target(page=key)
    return Target(entity=key) if key in model.entities else None
