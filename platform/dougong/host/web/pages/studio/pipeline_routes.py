"""Addresses of the pipeline designer: objects with stages and without, the stages of one, one address for every gesture."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.studio import pipeline_begin
from dougong.host.studio.entity_tree import of_kind
from dougong.host.studio.pipeline_moves import OUTCOMES
from dougong.host.studio.pipeline_tree import PipelinePlace, pipeline_in
from dougong.host.web.errors import Refused
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.problem import ProblemsFound

from .pipeline_canvas import aside_of, columns_of, drafted, fields_of, named, ways_of
from .pipeline_gestures import Asked, On, made
from .pipeline_page import PipelinePage, Pipelines, pipelines
from .pipeline_panel import chosen_of
from .pipeline_try import trial_of
from .shell import PREFIX, Designing, draw_page
from .sketch import draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/pipeline", include_in_schema=False)
Field = Annotated[str, Form(max_length=12_000)]
Wish = Annotated[str, Query(max_length=120)]
Role = Annotated[str, Query(alias="as", max_length=64)]
_SIGNS = {"open": "circle", "won": "circle-check", "lost": "circle-x"}


@router.get("")
def show_pipelines(scope: Designing) -> Response:
    """Objects with stages, and those that could have some."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    having, without = pipelines(sketch.draft.after, sketch.draft.now, scope.language)
    return draw_page(
        scope, "pipeline", "studio/pipelines.html", sketch, lambda around: Pipelines(around, having, without)
    )


@router.post("")
def begin(scope: Designing, entity: Field = "", field: Field = "") -> Response:
    """A pipeline for an object, on the choice `field` or on a new one; goes to its designer."""
    with scope.workspace.engine.connect() as connection:
        tree = read_sketch(scope, connection).draft.after
    try:
        draw(scope, pipeline_begin.begin(tree, entity, field))
    except ProblemsFound as refused:
        return done(scope, toast(said(scope, refused), bad=True))
    return go(scope, f"{scope.base_path}{PREFIX}/pipeline/{entity}")


@router.get("/{key}")
def show_pipeline(
    scope: Designing, key: str, at: Wish = "", record: Wish = "", device: Wish = "desktop", role: Role = ""
) -> Response:
    """The stages of an object, the stage `at` chosen; `record` and `as` are whose path is tried, and by whom."""
    return _page(scope, key, at, record, role, device)


@router.post("/{key}")
def gesture(
    scope: Designing, key: str, do: Field = "", stage: Field = "", after: Field = "", name: Field = "", value: Field = "",
    at: Field = "", record: Field = "", device: Field = "desktop", role: Annotated[str, Form(alias="as")] = "",
) -> Response:  # fmt: skip
    """One gesture (`do`) on a stage; answered with the designer as it is then, or with why it cannot be."""
    with scope.workspace.engine.connect() as connection:
        draft = read_sketch(scope, connection).draft
    home = f"{scope.base_path}{PREFIX}/pipeline"
    try:
        found = made(On(scope, draft.after, draft.now, key), Asked(do, stage, after, name, value))
        if found.changes:
            draw(scope, found.changes, found.repairs)
    except ProblemsFound as refused:
        return done(scope, toast(said(scope, refused), bad=True))
    if do == "end":
        return go(scope, home)
    at = at if found.at is None else found.at
    if not alive(scope):
        return RedirectResponse(f"{home}/{key}?at={at}", 303)
    return _page(scope, key, at, record, role, device)


def _page(scope: Scope, key: str, at: str, record: str, role: str, device: str) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    tree, now, language = sketch.draft.after, sketch.draft.now, scope.language
    model = model_of(scope, sketch.draft)
    try:
        place = pipeline_in(tree, key)
    except ProblemsFound as gone:
        raise Refused(404, gone.problems) from gone
    if model is None or model.entities[key].pipeline is None:
        raise Refused(404)
    entity, home = model.entities[key], f"{scope.base_path}{PREFIX}/pipeline/{key}"
    at = at if any(one.key == at for one in place.stages) else place.stages[0].key if place.stages else ""
    with scope.workspace.reading(scope.viewer) as context:
        there = drafted(scope, context, model)
        stages, wrong, records = columns_of(there, place, tree, now, look_of(scope, context))
        chosen = chosen_of(scope, there, model, place, now, at)
        trial = trial_of(scope, there, entity, home, record, role)
    label = entity.label.in_(language)
    shared = named(tree[str(place.options[0])], place.shared, language) if place.shared else ""
    kinds = tuple((one, words.in_(language), _SIGNS[one]) for one, words in OUTCOMES.items())
    return draw_page(
        scope, "pipeline", "studio/pipeline.html", sketch,
        lambda around: PipelinePage(
            around, key, label, str(place.entity.raw.get("icon") or "table"), named(place.field.raw, place.field.key, language),
            shared, _sharing(tree, place, language), *records, stages,
            tuple(aside_of(one, language) for one in place.aside), kinds, fields_of(model, place, language),
            ways_of(place, language), trial, at, chosen, wrong, "phone" if device == "phone" else "desktop",
        ),
        last=label, here=home,
    )  # fmt: skip


def _sharing(tree: dict[str, object], place: PipelinePlace, language: str) -> tuple[str, ...]:
    """Other objects whose fields offer the same list."""
    if not place.shared:
        return ()
    found = {
        named(raw, str(raw.get("key")), language): None
        for _, raw in of_kind(tree, "entity")
        for one in raw.get("fields", ())
        if isinstance(one, dict) and one.get("options_from") == place.shared
        and (raw.get("key"), one.get("key")) != (place.entity.key, place.field.key)
    }  # fmt: skip
    return tuple(found)


def said(scope: Scope, refused: ProblemsFound) -> str:
    """What was refused, and what to do instead."""
    stop, link = ("。", "，") if scope.language == "zh-CN" else (".", ". ")
    words = []
    for one in refused.problems:
        fix = f"{link}{one.fix.in_(scope.language)}" if one.fix else ""
        words.append(f"{one.message.in_(scope.language).rstrip(stop)}{fix}")
    return stop.join(words)
