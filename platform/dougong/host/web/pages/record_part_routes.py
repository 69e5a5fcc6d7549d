"""Parts of a record's page that come when they are asked for: tabs, records that may be the same, values awaited."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.records.write.postponed import waiting_of

from .entity import readable_entity, record
from .list_page import look_of, words_of
from .part import part
from .record_alike import doubles_of
from .record_page import page_of, record_paths, shower_of
from .record_tabs import CHANGES, opened
from .render import fragment
from .stream import stream
from .told import told
from .value_why import value_why

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/{entity}/{id}/tab/{tab}")
def record_tab(scope: Signed, entity: str, id: str, tab: str) -> Response:  # noqa: A002
    """What a tab shows: its fields and lists, or what changed."""
    with scope.workspace.reading(scope.viewer) as context:
        model, look = readable_entity(context, entity), look_of(scope, context)
        row = record(context, entity, id, record_paths(context.store.model, model))
        here = f"{look.base}/{entity}/{id}"
        if tab == CHANGES and model.definition.features.history:
            found = stream(context, model, id, CHANGES)
            shown: dict[str, Any] = {
                "days": told(context, model, found, look), "next": found.next, "only": CHANGES, "href": here,
                "first": True, "at": CHANGES,
            }  # fmt: skip
            return part(scope, context, model, "record/stream.html", words_of(scope)("Changes"), **shown)
        defined = next((one for one in page_of(context.store.model, model).tabs if one.key == tab), None)
        if defined is None:
            raise Refused(404)
        made = opened(shower_of(context, model, row, look), defined)
        return part(scope, context, model, "record/tab.html", defined.label.in_(scope.language), open=made, href=here)


@router.get("/{entity}/{id}/alike")
def alike(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """Records that may be the same one, with the way to make one of them for those who may."""
    with scope.workspace.reading(scope.viewer) as context:
        model, look = readable_entity(context, entity), look_of(scope, context)
        found = doubles_of(context, model, id, look)
        return fragment(scope, "record/alike.html", found=found) if found else HTMLResponse("")


@router.get("/{entity}/{id}/waits")
def waits(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """Says that values are still worked out, or that they are there."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        record(context, entity, id, (model.definition.title,))
        if waiting_of(context, entity, id):
            return Response(status_code=204)
    return fragment(scope, "record/waited.html", href=f"{scope.base_path}/{entity}/{id}")


@router.get("/{entity}/{id}/why/{field}")
def why_value(scope: Signed, entity: str, id: str, field: str) -> Response:  # noqa: A002
    """Why a value made by a formula is what it is."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        record(context, entity, id, (model.definition.title,))
        found = value_why(context, model, id, field, look_of(scope, context))
        if found is None:
            raise Refused(404)
        heading = words_of(scope)("Why is {field} this?", field=found.label)
        return part(scope, context, model, "record/value_why.html", heading, w=found)
