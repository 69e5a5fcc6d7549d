"""Addresses of the object designer: the list with 'new object', one object, one address for every gesture on it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.forms.defaults import default_form
from dougong.host.studio import entity_moves, field_moves
from dougong.host.studio.entity_tree import EntityPlace, Tree, entities_of, entity_in, field_in
from dougong.host.studio.field_controls import read_value
from dougong.host.studio.field_palette import families
from dougong.host.studio.menu_tree import nodes_of
from dougong.host.web.errors import Refused
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

from . import entity_page
from .entity_diagram import diagram_of, words_of
from .entity_page import EntityPage, Objects, RoleTick
from .field_part import field_part
from .form_canvas import Canvas, Drawn, canvas_of
from .menu_page import ICONS, label_of
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/entity", include_in_schema=False)
Field = Annotated[str, Form(max_length=12_000)]
Asked = Annotated[str, Query(max_length=120)]
THING = "."
"""What is chosen when the object itself is."""


@router.get("")
def show_objects(scope: Designing) -> Response:
    """Objects by app, and what a new one needs."""
    return _objects(scope)


@router.post("")
def make_object(
    scope: Designing, zh: Field = "", en: Field = "", icon: Field = "", group: Field = "",
    role: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """A new object with its list, form, menu item and rights in one gesture; goes to its designer."""
    with scope.workspace.engine.connect() as connection:
        tree = read_sketch(scope, connection).draft.after
    names = text((zh or en).strip()[:60], (en or zh).strip()[:60])
    try:
        changes, key = entity_moves.new_object(tree, names, icon if icon in ICONS else "table", role or (), group)
        draw(scope, changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(scope, refused), bad=True))
    return go(scope, f"{scope.base_path}{PREFIX}/entity/{key}")


@router.get("/{key}")
def show_object(scope: Designing, key: str, at: Asked = "", device: Asked = "desktop") -> Response:
    """One object with the field `at` chosen."""
    return _page(scope, key, at, device)


@router.post("/{key}")
def gesture(
    scope: Designing, key: str, do: Field = "", field: Field = "", after: Field = "", name: Field = "", value: Field = "",
    at: Field = "", device: Field = "desktop",
) -> Response:  # fmt: skip
    """One gesture (`do`) on an object's field; answered with the designer as it is then, or with why it cannot be."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    try:
        changes, chosen = _changes(scope, sketch, key, do, field, after, name, value)
        if changes:
            draw(scope, changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(scope, refused), bad=True))
    chosen = at if chosen is None else chosen
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}{PREFIX}/entity/{key}?at={chosen}", 303)
    return _page(scope, key, chosen, device)


def _changes(
    scope: Scope, sketch: Sketch, entity: str, do: str, field: str, after: str, name: str, value: str
) -> tuple[list[Change], str | None]:
    """The gesture as changes, and what is chosen afterwards (None: as before)."""
    tree, now = sketch.draft.after, sketch.draft.now
    match do:
        case "add":
            return field_moves.add(tree, entity, value, after)
        case "move":
            return field_moves.move(tree, entity, field, after), field
        case "rename":
            language = "zh-CN" if scope.language == "zh-CN" else "en"
            return field_moves.rename(tree, now, entity, field, language, value)
        case "copy":
            return field_moves.copy(tree, entity, field)
        case "remove":
            return field_moves.remove(tree, entity, field), after
        case "set" if field == THING:
            return entity_moves.change(tree, entity, _own_property(tree, entity, name, value)), THING
        case "set" if name.startswith("label."):
            return field_moves.rename(tree, now, entity, field, name.removeprefix("label."), value)
        case "set":
            raw = field_in(tree, entity, field).raw
            return field_moves.change(tree, entity, field, read_value(tree, entity, raw, name, value)), field
        case _:
            raise Refused(404)


def _own_property(tree: Tree, entity: str, name: str, value: str) -> dict[str, Any]:
    raw, (first, _, rest) = entity_in(tree, entity).raw, name.partition(".")
    match first:
        case "label" if value.strip():
            label = {**(raw.get("label") or {}), rest: value.strip()[:120]}
            return {"label": label, **({"plural": label} if raw.get("plural") == raw.get("label") else {})}
        case "icon" | "title":
            return {first: value}
        case "features":
            return {"features": {**(raw.get("features") or {}), rest: value == "on"}}
        case _:
            return {}


def _page(scope: Scope, key: str, at: str, device: str) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    tree, now, language = sketch.draft.after, sketch.draft.now, scope.language
    places = entities_of(tree)
    place = places.get(key)
    if place is None:
        raise Refused(404)
    model = model_of(scope, sketch.draft)
    label = words_of(place.raw.get("label"), key, language)
    part = field_part(scope, tree, now, model, key, at) if at and at != THING else None
    with scope.workspace.reading(scope.viewer) as context:
        rows, sample = entity_page.rows_of(scope, context, place, now)
        diagram = diagram_of(tree, key, language, lambda one: entity_page.records_of(context, one))
        records = entity_page.records_of(context, key)
        canvas = _canvas(scope, context, tree, model, place, device) if model else None
    thing = entity_page.thing_of(place, language) if at == THING else None
    form = canvas[0] if canvas else ""
    shown = part.key if part else THING if thing else ""
    app = words_of((tree.get(f"{place.app}/app.json") or {}).get("label"), place.app, language)
    here = f"{scope.base_path}{PREFIX}/entity/{key}"
    return draw_page(
        scope, "entity", "studio/entity.html", sketch,
        lambda around: EntityPage(
            around, key, label, str(place.raw.get("icon") or "table"), app, records, rows, families(), shown, part, thing,
            diagram, canvas[1] if canvas else None, form, device, sample,
            str(place.raw.get("title") or ""), bool(place.raw.get("owned_by")), ICONS,
        ),
        last=label, here=here,
    )  # fmt: skip


def _canvas(
    scope: Scope, context: Any, tree: Tree, model: Model, place: EntityPlace, device: str
) -> tuple[str, Canvas] | None:
    """The object's form as the draft has it, with a record in it: the form's key and what is drawn."""
    if place.key not in model.entities or place.raw.get("owned_by"):
        return None
    forms = sorted(model.forms_of(place.key), key=lambda one: one.key)
    form = forms[0] if forms else default_form(model, place.key)
    file = next((name for name, raw in tree.items() if "/forms/" in name and raw.get("key") == form.key), "")
    raw = tree.get(file) or form.model_dump(mode="json", exclude_unset=True)
    return form.key if file else "", canvas_of(Drawn(scope, model, file, raw, form), context, "", "", device)


def _objects(scope: Scope) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    tree, language = sketch.draft.after, scope.language
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    apps = entity_page.objects_of(scope, tree, sketch.draft.now, model)
    given = entity_moves.workers(tree)
    roles = tuple(
        RoleTick(key, model.roles[key].label.in_(language), on) for key, on in given.items() if key in model.roles
    )
    groups = tuple(
        (group.id, f"{label_of(area, language)} → {label_of(group, language)}")
        for area in nodes_of(tree)
        for group in area.children
    )
    return draw_page(
        scope, "entity", "studio/entities.html", sketch,
        lambda around: Objects(around, apps, sum(len(one.objects) for one in apps), ICONS, roles, groups),
    )  # fmt: skip


def _said(scope: Scope, refused: ProblemsFound) -> str:
    return " ".join(
        one.message.in_(scope.language) + (f" {one.fix.in_(scope.language)}" if one.fix else "")
        for one in refused.problems
    )
