"""Addresses of help: the topics, and one entity's page."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.host.web.scope import Scope, signed_in

from .entity import readable_entity
from .frame import Crumb, frame
from .help_page import help_page
from .list_page import words_of
from .render import page

router = APIRouter(include_in_schema=False, prefix="/help")
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("")
def topics(scope: Signed) -> Response:
    """What there is help on, and the keys."""
    return _page(scope, "")


@router.get("/{entity}")
def topic(scope: Signed, entity: str) -> Response:
    """One entity: fields, stages, who may do what."""
    return _page(scope, entity)


def _page(scope: Scope, key: str) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        content = help_page(scope, context, readable_entity(context, key) if key else None)
        title = words_of(scope)("Help")
        crumbs = (Crumb(title, f"{scope.base_path}/help"), *([Crumb(content.entity)] if content.entity else []))
        around = frame(scope, context.store.model, content.entity or title, crumbs, f"{scope.base_path}/help")
        return page(scope, "pages/help.html", around, content)
