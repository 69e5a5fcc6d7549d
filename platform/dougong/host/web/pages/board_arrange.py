"""A page of tiles as its reader lays it: moved, made wider, hidden, shown again, put back as it was defined."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.page import Page

from .board import page_for
from .board_kept import Kept, Laid, keep, kept_of, laid_of, moved, ordered
from .frame import Crumb, frame
from .list_page import words_of
from .render import fragment, page
from .signals import alive

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_WIDTHS = (3, 4, 5, 6, 7, 8, 9, 12)


@dataclass(frozen=True, slots=True)
class Card:
    """A tile that can be moved; `first` and `last` of its column."""

    key: str
    label: str
    width: int
    rail: bool
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Arranging:
    """What templates/pages/board_arrange.html shows."""

    href: str
    back: str
    main: tuple[Card, ...]
    rail: tuple[Card, ...]
    hidden: tuple[Card, ...]
    railed: bool


@router.get("/page/{key}/arrange")
def show_arranging(scope: Signed, key: str) -> Response:
    """The tiles without their figures, to be moved."""
    with scope.workspace.reading(scope.viewer) as context:
        found = _page(scope, key)
        content = _arranging(scope, found, kept_of(context.connection, scope.viewer.person, key))
        crumbs = (Crumb(found.label.in_(scope.language), content.back), Crumb(words_of(scope)("Arrange tiles")))
        around = frame(scope, context.store.model, crumbs[-1].label, crumbs, current=content.back, kind="of-board")
        return page(scope, "pages/board_arrange.html", around, content)


@router.post("/page/{key}/arrange")
def arrange(
    scope: Signed, key: str, do: Annotated[str, Form()] = "", tile: Annotated[str, Form(alias="key")] = "",
    show: Annotated[str, Form()] = "", main: Annotated[str, Form()] = "", rail: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """One step: `do` with the tile `key`, a hidden tile to `show`, or the columns as they were dropped."""
    with scope.workspace.writing(scope.viewer) as context:
        found = _page(scope, key)
        kept = kept_of(context.connection, scope.viewer.person, key)
        laid = laid_of(found, kept)
        if do == "reset":
            laid = {}
        elif show in laid:
            laid = {**laid, show: replace(laid[show], hidden=False)}
        elif tile in laid:
            laid = _done(laid, tile, do)
        elif main or rail:
            laid = ordered(laid, main.split(","), rail.split(","))
        else:
            raise Refused(404)
        kept = replace(kept, laid=laid)
        keep(context.connection, scope.viewer.person, key, kept)
        content = _arranging(scope, found, kept)
    if not alive(scope):
        return RedirectResponse(content.href, 303)
    return fragment(scope, "board/laid.html", page=content)


def _done(laid: Mapping[str, Laid], key: str, do: str) -> dict[str, Laid]:
    mine = laid[key]
    match do:
        case "before" | "after":
            return moved(laid, key, -1 if do == "before" else 1)
        case "narrower":
            mine = replace(mine, width=max((one for one in _WIDTHS if one < mine.width), default=mine.width))
        case "wider":
            mine = replace(mine, width=min((one for one in _WIDTHS if one > mine.width), default=mine.width))
        case "side":
            mine = replace(mine, rail=not mine.rail)
        case "hide":
            mine = replace(mine, hidden=True)
        case _:
            raise Refused(404)
    return {**laid, key: mine}


def _arranging(scope: Scope, found: Page, kept: Kept) -> Arranging:
    laid, here = laid_of(found, kept), f"{scope.base_path}/page/{found.key}"
    labels = {one.key: one.label.in_(scope.language) for one in found.widgets}

    def column(rail: bool) -> tuple[Card, ...]:
        keys = [key for key, one in laid.items() if one.rail == rail and not one.hidden]
        return tuple(Card(key, labels[key], laid[key].width, rail, key == keys[0], key == keys[-1]) for key in keys)

    hidden = tuple(Card(key, labels[key], one.width, one.rail, True, True) for key, one in laid.items() if one.hidden)
    railed = any(one.place == "rail" for one in found.widgets)
    return Arranging(f"{here}/arrange", here, column(False), column(True), hidden, railed)


def _page(scope: Scope, key: str) -> Page:
    found = page_for(scope.workspace.store.model, key, scope.viewer)
    if found is None:
        raise Refused(404)
    return found
