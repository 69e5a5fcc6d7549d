"""Addresses of the view designer: the views by object, one view, and one address for every gesture on it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dougong.host.access.viewer import EVERYONE
from dougong.host.studio import view_moves, view_tabs
from dougong.host.studio.view_kinds import KIND_ICONS
from dougong.host.studio.view_problems import view_problems
from dougong.host.studio.view_slots import SLOTS, Raw, entries_of, name_of, slots_of
from dougong.host.web.errors import Refused
from dougong.host.web.middleware.headers import POLICY
from dougong.host.web.pages.arrangements import calendar
from dougong.host.web.pages.frame import Crumb, frame
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.list_state import read_state
from dougong.host.web.pages.render import draw as rendered
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.saved_views import saved_views, views_of
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.check.references import Part
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.view import View

from .entity_used import groups_of, places_naming
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch
from .view_canvas import Drawn, as_drafted, canvas_of
from .view_gestures import Asked, On, made
from .view_page import Tab, ViewDesigner, ViewsPage, shelf_of, shelves_of, views_by_object
from .view_palette import palette_of
from .view_panel import field_panel, view_panel

router = APIRouter(prefix=f"{PREFIX}/view", include_in_schema=False)
DEVICES = ("desktop", "phone")
_MOST_OPEN = 12
Word = Annotated[str, Form(max_length=200)]
Long = Annotated[str, Form(max_length=10_000)]
Wish = Annotated[str, Query(max_length=200)]
Role = Annotated[str, Query(alias="as", max_length=64)]


@router.get("")
def list_views(scope: Designing, of: Wish = "", view: Wish = "") -> Response:
    """Every object with its views; from the list of an object (`of`) on to the view one stands on."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        kept = {one.key: one.base for one in saved_views(connection, of, scope.viewer)} if of else {}
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    there = [one.key for one in model.views_of(of)]
    if there:
        wanted = kept.get(view, view)
        return RedirectResponse(f"{scope.base_path}{PREFIX}/view/{wanted if wanted in there else there[0]}", 303)
    objects = views_by_object(model, scope.language)
    return draw_page(scope, "view", "studio/views.html", sketch, lambda around: ViewsPage(around, objects))


@router.post("")
def begin_view(scope: Designing, entity: Word = "", kind: Word = "list") -> Response:
    """A new view of an object, arranged as `kind`; goes to its designer."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    try:
        changes, key = view_tabs.new_view(sketch.draft.after, model, entity, kind)
        draw(scope, changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    return go(scope, f"{scope.base_path}{PREFIX}/view/{key}")


@router.get("/{key}")
def show_view(
    scope: Designing, key: str, at: Wish = "", slot: Wish = "", open: Annotated[str, Query(max_length=2000)] = "",  # noqa: A002
    device: Wish = "desktop", role: Role = "",
) -> Response:  # fmt: skip
    """The designer with the part `at` chosen, or (`as`) the view as a role would get it."""
    return _page(scope, key, at, slot, open, device, role, {})


@router.post("/{key}")
def gesture(
    scope: Designing, key: str, do: Word = "", id: Word = "", slot: Word = "", path: Word = "", before: Word = "",  # noqa: A002
    name: Word = "", value: Long = "", at: Word = "", open: Annotated[str, Form(max_length=2000)] = "",  # noqa: A002
    device: Word = "desktop",
) -> Response:  # fmt: skip
    """One gesture on the view; answered with the designer as it is then, or with why it cannot be."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model, _, raw, view = _view(scope, sketch, key)
    try:
        found = made(
            On(sketch.draft.after, model, view, raw, scope.language), Asked(do, id, slot, path, before, name, value)
        )
        if found.changes:
            draw(scope, found.changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    here = f"{scope.base_path}{PREFIX}/view"
    if found.go:
        return go(scope, here if found.go == "-" else f"{here}/{found.go}")
    at = "" if found.at == "-" else found.at or at
    if not alive(scope):
        return RedirectResponse(f"{here}/{key}?at={at}", 303)
    return _page(scope, key, at, "", open, device, "", found.wrong or {})


@router.get("/{key}/removal")
def show_removal(scope: Designing, key: str) -> Response:
    """What opens the view: asked before it goes."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    _, _, _, view = _view(scope, sketch, key)
    used = places_naming(scope, sketch.draft, Part("view", key))
    groups = groups_of(scope, sketch.draft.after, used)
    return fragment(scope, "studio/view_removal.html", groups=groups, label=view.label.in_(scope.language))


@router.get("/{key}/events")
def show_events(scope: Designing, key: str, role: Role = "", first: str = "", last: str = "") -> Response:
    """The records of a stretch of days as a calendar reads them, by the draft's definitions."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    with scope.workspace.reading(scope.viewer) as context:
        asked, there = as_drafted(_drawn(scope, sketch, key, role), context)
        entity = there.store.model.entities[there.store.model.views[key].entity]
        state = read_state(views_of(there, entity, own=False), entity, {"view": key})
        try:
            found = calendar.events(there, entity, state, look_of(asked, there), first, last)
        except ProblemsFound:
            found = []  # the canvas says what is wrong
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


@router.get("/{key}/seen")
def show_seen(scope: Designing, request: Request, key: str, role: Role = "") -> Response:
    """The list's whole page by the draft, to be looked at in a frame as wide as a phone."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    with scope.workspace.reading(scope.viewer) as context:
        given = _drawn(scope, sketch, key, role)
        canvas = canvas_of(given, context)
        label = canvas.page.plural
        here = f"{scope.base_path}/{given.view.entity}"
        around = frame(scope, context.store.model, label, (Crumb(label),), here, "of-list")
        html = rendered("studio/view_seen.html", scope.language, frame=around, page=canvas, partial=False)
    policy = POLICY.format(nonce=request.state.nonce).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    headers = {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


def _drawn(scope: Scope, sketch: Sketch, key: str, role: str) -> Drawn:
    model, file, raw, view = _view(scope, sketch, key)
    role = role if role in model.roles else ""
    return Drawn(scope, model, view, view_problems(model, file, raw, view), role, sketch.draft.state)


def _page(
    scope: Scope,
    key: str,
    at: str,
    slot: str,
    opened: str,
    device: str,
    role: str,
    wrong: Mapping[str, tuple[str, str]],
) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    given = _drawn(scope, sketch, key, role)
    model, view, problems, role = given.model, given.view, given.problems, given.role
    raw, language = view_moves.view_in(sketch.draft.after, key)[1], scope.language
    phone = device == "phone"
    with scope.workspace.reading(scope.viewer) as context:
        canvas = canvas_of(given, context)
    shelves = shelves_of(model, raw, problems, language, phone=phone)
    shown = [one.key for one in slots_of(view.type, phone=phone)]
    slots = (["columns"] if canvas.heads else []) + shown
    links = set(opened.split(",")[:_MOST_OPEN])
    slot = slot if slot in slots else ""
    placed = {name_of(one) for one in entries_of(raw, SLOTS[slot or ("columns" if canvas.heads else "lines")])}
    palette = palette_of(model, view.entity, links, placed, slots, language)
    chosen = (
        None if role else field_panel(model, raw, at, problems, language, {one.path: one.width for one in canvas.heads})
    )
    whole = view_panel(model, raw, view, problems, wrong, language, phone=phone)
    drawn = {one.path for one in canvas.heads}
    columns = shelf_of(model, raw, SLOTS["columns"], problems, language) if "columns" in slots and not role else None
    broken = tuple(one for one in (columns.chips if columns else ()) if one.path not in drawn or one.problems)
    tabs = tuple(Tab(one.key, one.label.in_(language), KIND_ICONS[one.type]) for one in model.views_of(view.entity))
    roles = tuple((one, found.label.in_(language)) for one, found in model.roles.items() if one != EVERYONE)
    label, here = view.label.in_(language), f"{scope.base_path}{PREFIX}/view/{key}?at={at}&device={device}"
    return draw_page(
        scope, "view", "studio/view.html", sketch,
        lambda around: ViewDesigner(
            around, key, view.type, whole.kinds, model.entities[view.entity].label.in_(language), tabs, at if chosen else "",
            slot, ",".join(sorted(links - {""})), "phone" if phone else "desktop", role,
            dict(roles).get(role, role), roles, palette, shelves, columns, broken, canvas, chosen, whole,
        ),
        last=label, here=here,
    )  # fmt: skip


def _view(scope: Scope, sketch: Sketch, key: str) -> tuple[Model, str, Raw, View]:
    """The draft's model, and the view's document; Refused where there is no such view (any more)."""
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    try:
        file, raw = view_moves.view_in(sketch.draft.after, key)
        view = View.model_validate(raw)
    except (ProblemsFound, ValueError) as gone:
        raise Refused(404) from gone
    if view.entity not in model.entities:
        raise Refused(404)
    return model, file, raw, view


def _said(refused: ProblemsFound, language: str) -> str:
    stop, link = ("。", "，") if language == "zh-CN" else (".", ". ")
    return stop.join(
        one.message.in_(language).rstrip(stop) + (f"{link}{one.fix.in_(language)}" if one.fix else "")
        for one in refused.problems
    )
