"""The page of a draft as others get it, to stand in a frame of the designer: on a phone, or with the rights of a role."""

from dataclasses import replace

from fastapi.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.middleware.headers import POLICY
from dougong.host.web.pages.board import board, chosen_of
from dougong.host.web.pages.board_kept import Kept
from dougong.host.web.pages.board_people import choices
from dougong.host.web.pages.entity import record
from dougong.host.web.pages.frame import Crumb, frame
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.record_page import record_paths, record_view
from dougong.host.web.pages.render import page as drawn
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.records.context import Context
from dougong.records.rights import Viewer
from dougong.records.store import RecordStore

from .form_canvas import viewer_as
from .page_board import in_force


def shown(scope: Scope, model: Model, page: Page, role: str, identity: str) -> Response:
    """The whole page with its frame; nothing in it can be pressed. `identity` is the record of a record's page."""
    viewer = viewer_as(scope.viewer, model, role) if role else scope.viewer
    as_seen = replace(scope, viewer=viewer)
    with scope.workspace.reading(viewer) as context:
        there = replace(context, store=RecordStore(replace(in_force(context.store.model, page), views=model.views)))
        answer = _record(as_seen, there, page, identity) if page.record is not None else _board(as_seen, there, page)
    policy = POLICY.format(nonce=scope.request.state.nonce).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    answer.headers.update({"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"})
    return answer


def may_open(page: Page, viewer: Viewer) -> bool:
    """Whether somebody gets the page at all."""
    return not page.roles or viewer.admin or bool(viewer.roles & set(page.roles))


def _board(scope: Scope, context: Context, page: Page) -> Response:
    if not may_open(page, scope.viewer):
        raise Refused(403)
    offered = choices(scope, context, page)
    content = board(scope, context, page, chosen_of(page, Kept(), offered), offered, whole=True)
    label = page.label.in_(scope.language)
    around = frame(scope, context.store.model, label, (Crumb(label),), f"{scope.base_path}/page/{page.key}", "of-board")
    return drawn(scope, "studio/page_shown_board.html", around, content)


def _record(scope: Scope, context: Context, page: Page, identity: str) -> Response:
    model = context.store.model
    entity = model.entities.get(page.entity or "")
    if entity is None or not identity:
        raise Refused(404)
    paths = tuple(one for one in record_paths(model, entity) if _known(model, entity.key, one))
    content = record_view(context, entity, record(context, entity.key, identity, paths), look_of(scope, context))
    crumbs = (Crumb(entity.plural.in_(scope.language), content.base), Crumb(content.title))
    around = frame(scope, model, content.title, crumbs, content.base, "of-record")
    return drawn(scope, "studio/page_shown_record.html", around, content)


def _known(model: Model, entity: str, path: str) -> bool:
    try:
        model.field(entity, path)
    except KeyError:
        return False
    return True
