"""Addresses of the form designer: the forms by object, one form, and one address for every gesture on it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.forms import default_form
from dougong.host.access.viewer import EVERYONE
from dougong.host.studio import form_moves
from dougong.host.studio.field_palette import families
from dougong.host.studio.form_rows import Raw
from dougong.host.web.errors import Refused
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.host.web.words import words
from dougong.metamodel.form import Form as FormDefinition
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound

from .field_part import field_part
from .form_canvas import DEVICES, Canvas, Drawn, canvas_of
from .form_gestures import Asked, On, made
from .form_page import FormDesigner, FormsPage, forms_by_object, label_of
from .form_panel import chosen_part
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/form", include_in_schema=False)
_TABLES = frozenset(one.key for family in families() for one in family.types if form_moves.makes_rows(one.key))
Word = Annotated[str, Form(max_length=120)]
Long = Annotated[str, Form(max_length=10_000)]
Wish = Annotated[str, Query(max_length=120)]


@router.get("")
def list_forms(scope: Designing) -> Response:
    """Every object with its forms."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    tell = words(scope.language)
    uses = {"create": tell("New"), "edit": tell("Edit")}
    objects = forms_by_object(model_of(scope, sketch.draft) or scope.workspace.store.model, scope.language, uses)
    return draw_page(scope, "form", "studio/forms.html", sketch, lambda around: FormsPage(around, objects))


@router.post("")
def begin_form(scope: Designing, entity: Word = "") -> Response:
    """A form of its own for an object that has none: what it was given until now, to go on from."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    if entity not in model.entities:
        raise Refused(404)
    given = default_form(model, entity).model_copy(update={"key": f"{entity}_edit"})
    try:
        if given.key not in model.forms:
            draw(scope, form_moves.begin_form(sketch.draft.after, given))
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    return go(scope, f"{scope.base_path}{PREFIX}/form/{given.key}")


@router.get("/{key}")
def show_form(
    scope: Designing, key: str, at: Wish = "", tab: Wish = "", device: Wish = "desktop", record: Wish = "", pane: Wish = "",
    role: Annotated[str, Query(alias="as", max_length=64)] = "",
) -> Response:  # fmt: skip
    """The designer with the part `at` chosen, or (`as`) the form as a role would get it."""
    return _page(scope, key, at, tab, device, record, pane, role, {})


@router.post("/{key}")
def gesture(
    scope: Designing, key: str, do: Word = "", id: Word = "", side: Word = "", section: Word = "", beside: Word = "",  # noqa: A002
    name: Word = "", language: Word = "", value: Long = "", at: Word = "", tab: Word = "", device: Word = "desktop",
    record: Word = "", pane: Word = "",
) -> Response:  # fmt: skip
    """One gesture on the form; answered with the designer as it is then, or with why it cannot be."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model, _, _, form = _form(scope, sketch, key)
    asked = Asked(do, id, side, section, beside, name, language, value)
    try:
        found = made(On(sketch.draft.after, sketch.draft.now, model, form, scope.language), asked)
        if found.changes:
            draw(scope, found.changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    at = "" if found.at == "-" else found.at or at
    if at.startswith("tab:"):
        tab = at.removeprefix("tab:")
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}{PREFIX}/form/{key}?at={at}", 303)
    return _page(scope, key, at, tab, device, record, pane, "", found.wrong or {})


def _page(
    scope: Scope, key: str, at: str, tab: str, device: str, record: str, pane: str, role: str,
    wrong: Mapping[str, tuple[str, str]],
) -> Response:  # fmt: skip
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model, file, raw, form = _form(scope, sketch, key)
    role = role if role in model.roles else ""
    device = device if device in DEVICES else "desktop"
    with scope.workspace.reading(scope.viewer) as context:
        canvas = canvas_of(Drawn(scope, model, file, raw, form), context, record, role, device)
    language, tree = scope.language, sketch.draft.after
    whole = None
    if pane == "field" and at.startswith("field:"):
        whole = field_part(scope, tree, sketch.draft.now, model, form.entity, at.removeprefix("field:"))
    chosen = None if role else chosen_part(form, model, tree, at, wrong, language, whole)
    others = sorted(((one, label_of(model, one, language)) for one in model.forms), key=lambda one: one[1])
    roles = tuple((one, role.label.in_(language)) for one, role in model.roles.items() if one != EVERYONE)
    base = f"{scope.base_path}{PREFIX}/form/{key}"
    label = (form.label or model.entities[form.entity].label).in_(language)
    open_tab = _tab(canvas, tab, at)
    return draw_page(
        scope, "form", "studio/form.html", sketch,
        lambda around: FormDesigner(
            around, key, label, form.entity, tuple(others), at if chosen else "", pane, canvas, chosen, families(), _TABLES, open_tab,
            device, role, dict(roles).get(role, role), roles,
        ),
        last=label, here=f"{base}?at={at}&tab={open_tab}",
    )  # fmt: skip


def _tab(canvas: Canvas, wanted: str, at: str) -> str:
    """The tab that is open: that of the chosen part, else the wanted one, else the first."""
    keys = [key for key, _ in canvas.tabs]
    kind, _, key = at.partition(":")
    for one in canvas.sections:
        if one.tab and (
            (kind == "section" and one.key == key)
            or (kind == "field" and any(f.key == key for row in one.rows for f in row))
        ):
            return one.tab
    return wanted if wanted in keys else keys[0] if keys else ""


def _form(scope: Scope, sketch: Sketch, key: str) -> tuple[Model, str, Raw, FormDefinition]:
    """The draft's model, and the form's document; Refused where there is no such form (any more)."""
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    try:
        file, raw = form_moves.form_in(sketch.draft.after, key)
        form = FormDefinition.model_validate(raw)
    except (ProblemsFound, ValueError) as gone:
        raise Refused(404) from gone
    if form.entity not in model.entities:
        raise Refused(404)
    return model, file, raw, form


def _said(refused: ProblemsFound, language: str) -> str:
    stop, link = ("。", "，") if language == "zh-CN" else (".", ". ")
    said = []
    for one in refused.problems:
        fix = f"{link}{one.fix.in_(language)}" if one.fix else ""
        said.append(f"{one.message.in_(language).rstrip(stop)}{fix}")
    return stop.join(said)
