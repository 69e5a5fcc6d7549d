"""The address of a form's module, which a browser keeps for good."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.forms.state import Use
from dougong.host.web.scope import Scope, signed_in

from .entity import readable_entity
from .form_logic import form_script
from .list_page import look_of

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_NONE = "export const plan = null;\nexport default () => [];\n"
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}


@router.get("/{entity}/form_logic/{use}/{stamp}.js")
def module(scope: Signed, entity: str, use: Use, stamp: str) -> Response:
    """The module of the form the viewer gets; of an older revision or other rights there is an empty one."""
    with scope.workspace.reading(scope.viewer) as context:
        found = form_script(context, readable_entity(context, entity), use, look_of(scope, context))
    if stamp != found.stamp:
        return Response(_NONE, media_type="text/javascript", headers={"Cache-Control": "no-store"})
    return Response(found.text, media_type="text/javascript", headers=_KEPT)
