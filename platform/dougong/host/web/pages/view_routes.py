"""Addresses of kept views: make, change, rename, share, reorder, delete, and the counts on the tabs."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from uuid_utils import uuid7

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.records.context import Context
from dougong.records.query.tally import tally

from .entity import readable_entity
from .figures import ENOUGH
from .list_page import words_of
from .list_state import read_state
from .part import part
from .render import fragment
from .saved_views import (
    EVERYONE,
    MOST,
    SavedView,
    add_view,
    change_view,
    drop_view,
    may_share,
    put_order,
    saved_views,
    settings_of,
    views_of,
)
from .signals import done, go, toast
from .widths import widths_of

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_COUNTED = 20


@dataclass(frozen=True, slots=True)
class ViewDialog:
    """What templates/parts/view_dialog.html shows; `href` is where it is sent; `audiences` are (key, words)."""

    href: str
    new: bool
    label: str
    shared: str
    audiences: tuple[tuple[str, str], ...]
    state: tuple[tuple[str, str], ...]
    csrf: str


@router.get("/{entity}/views/counts")
def counts(scope: Signed, entity: str, shown: str = "") -> Response:
    """How many records each tab has, but for the one that shows it already; a view whose filter no longer works has no
    count. One statement, whatever the filters cost: beyond `ENOUGH` nobody counts."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        views = [view for view in views_of(context, model)[:_COUNTED] if view.key != shown]
        numbers = tally(context, entity, [view.filter or "" for view in views], ENOUGH + 1)
    found = [(f"vc-{view.key}", number) for view, number in zip(views, numbers, strict=True) if number is not None]
    return fragment(scope, "parts/view_counts.html", counts=found, enough=ENOUGH)


@router.get("/{entity}/views/new")
def new(scope: Signed, entity: str, request: Request) -> Response:
    """Asks for the name of a new view of the list as it stands."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        pairs = (("view", state.view.key), *state.overrides().items())
        asked = ViewDialog(
            f"{scope.base_path}/{entity}/views", True, "", "", _audiences(scope, context, entity), pairs, scope.csrf
        )
        return part(scope, context, model, "parts/view_dialog.html", words_of(scope)("Keep as a view"), v=asked)


@router.post("/{entity}/views")
async def create(scope: Signed, entity: str, request: Request) -> Response:
    """Keeps the list as it stands as a new view and shows it."""
    return await run_in_threadpool(_create, scope, entity, await request.form())


def _create(scope: Scope, entity: str, form: FormData) -> Response:
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        views = views_of(context, model)
        if len(views) >= MOST:
            return done(scope, toast(words_of(scope)("That is the most views a list can have"), bad=True))
        state = read_state(views, model, {key: str(value) for key, value in form.items()})
        saved = {one.key: one for one in saved_views(context.connection, entity, scope.viewer)}
        base = saved[state.view.key].base if state.view.key in saved else state.view.key
        made = SavedView(
            str(uuid7()), entity, scope.viewer.person or "", _label(scope, form), base,
            {**settings_of(state), "widths": widths_of(context, entity, state.view.key)},
            _shared(scope, context, entity, form),
        )  # fmt: skip
        add_view(context.connection, made, context.now)
        if form.get("first"):
            put_order(context.connection, entity, scope.viewer, [made.key, *(view.key for view in views)])
    return go(
        scope, f"{scope.base_path}/{entity}?view={made.key}", toast(words_of(scope)("View kept")), {"close-dialog": {}}
    )


@router.post("/{entity}/views/order")
async def order(scope: Signed, entity: str, request: Request) -> Response:
    """The order of the tabs; several `key`, left to right."""
    return await run_in_threadpool(_order, scope, entity, await request.form())


def _order(scope: Scope, entity: str, form: FormData) -> Response:
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        known = [view.key for view in views_of(context, model)]
        wanted = [str(key) for key in form.getlist("key") if key in known]
        put_order(context.connection, entity, scope.viewer, [*wanted, *(key for key in known if key not in wanted)])
    here = str(form.get("view", "")) if form.get("view") in known else known[0]
    return go(scope, f"{scope.base_path}/{entity}?view={here}")


@router.get("/{entity}/views/{key}")
def edit(scope: Signed, entity: str, key: str) -> Response:
    """Name and audience of a view."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        view = _mine(context, scope, entity, key)
        shared = view.shared[0] if view.shared else ""
        asked = ViewDialog(
            f"{scope.base_path}/{entity}/views/{key}", False, view.label, shared,
            _audiences(scope, context, entity), (), scope.csrf,
        )  # fmt: skip
        return part(scope, context, model, "parts/view_dialog.html", words_of(scope)("Rename and share"), v=asked)


@router.post("/{entity}/views/{key}")
async def change(scope: Signed, entity: str, key: str, request: Request) -> Response:
    """`label` and `shared` rename and share it; `settings` puts the list as it stands into it."""
    return await run_in_threadpool(_change, scope, entity, key, await request.form())


def _change(scope: Scope, entity: str, key: str, form: FormData) -> Response:
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        view = _mine(context, scope, entity, key)
        if "settings" in form:
            state = read_state(views_of(context, model), model, {name: str(value) for name, value in form.items()})
            widths = {**(view.settings.get("widths") or {}), **widths_of(context, entity, key)}
            view = replace(view, settings={**settings_of(state), "widths": widths})
        else:
            view = replace(view, label=_label(scope, form), shared=_shared(scope, context, entity, form))
        change_view(context.connection, view, context.now)
    return go(
        scope, f"{scope.base_path}/{entity}?view={key}", toast(words_of(scope)("View kept")), {"close-dialog": {}}
    )


@router.post("/{entity}/views/{key}/delete")
def delete(scope: Signed, entity: str, key: str) -> Response:
    """The view goes; the records stay."""
    with scope.workspace.writing(scope.viewer) as context:
        readable_entity(context, entity)
        drop_view(context.connection, _mine(context, scope, entity, key))
    return go(scope, f"{scope.base_path}/{entity}", toast(words_of(scope)("View deleted; the records are still there")))


def _mine(context: Context, scope: Scope, entity: str, key: str) -> SavedView:
    """404 unless the viewer has it and may change it."""
    for one in saved_views(context.connection, entity, scope.viewer):
        if one.key == key and one.may_change(scope.viewer):
            return one
    raise Refused(404)


def _label(scope: Scope, form: FormData) -> str:
    return " ".join(str(form.get("label", "")).split())[:60] or words_of(scope)("My view")


def _shared(scope: Scope, context: Context, entity: str, form: FormData) -> tuple[str, ...]:
    wanted = str(form.get("shared", ""))
    known = {key for key, _ in _audiences(scope, context, entity) if key}
    return (wanted,) if wanted in known else ()


def _audiences(scope: Scope, context: Context, entity: str) -> tuple[tuple[str, str], ...]:
    """Whom the viewer may share with; only themselves where they may not share."""
    words = words_of(scope)
    if not may_share(scope.viewer, entity):
        return ()
    roles = context.store.model.roles
    return (
        ("", words("Only me")), (EVERYONE, words("Everyone")),
        *((key, role.label.in_(scope.language)) for key, role in roles.items()),
    )  # fmt: skip
