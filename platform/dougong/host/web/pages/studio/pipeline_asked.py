"""What is asked beside the pipeline designer: what removing a stage takes along, and a move tried on a real record."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from dougong.host.studio.pipeline_tree import pipeline_in
from dougong.host.web.errors import Refused
from dougong.host.web.pages.form_entry import read_entry
from dougong.host.web.pages.gate import gate_dialog
from dougong.host.web.pages.list_page import look_of, words_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.show import options_of
from dougong.host.web.pages.signals import done, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.check.references import Part
from dougong.metamodel.problem import ProblemsFound

from .entity_used import groups_of, places_naming
from .pipeline_canvas import aside_of, drafted
from .pipeline_gestures import records_in
from .pipeline_routes import said
from .pipeline_try import MYSELF, tried
from .shell import PREFIX, Designing
from .sketch import model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/pipeline", include_in_schema=False)
Key = Annotated[str, Query(max_length=120)]


@router.get("/{key}/removal")
def show_removal(scope: Designing, key: str, stage: Key = "", after: Key = "") -> Response:
    """How many records stand in a stage and where they could go, and who else names it: asked before it is removed."""
    with scope.workspace.engine.connect() as connection:
        draft = read_sketch(scope, connection).draft
    try:
        place = pipeline_in(draft.after, key)
        gone = aside_of(place.stage(stage), scope.language)
    except ProblemsFound as refused:
        return done(scope, toast(said(scope, refused), bad=True))
    others = tuple(aside_of(one, scope.language) for one in place.stages if one.key != stage)
    records = records_in(scope, draft.after, key, stage)
    named = [
        one for one in places_naming(scope, draft, Part("option", stage, key, place.field.key))
        if f"{one.app}/{one.file}" != place.file or not one.path.startswith("$.pipeline")
    ]  # fmt: skip
    return fragment(
        scope, "studio/pipeline_removal.html", gone=gone, others=others, records=records, after=after,
        groups=groups_of(scope, draft.after, named),
        offered=any(one.key == stage for one in place.stages),
    )  # fmt: skip


@router.post("/{key}/try/{record}/{role}/stage/{stage}")
async def try_move(scope: Designing, key: str, record: str, role: str, stage: str, request: Request) -> Response:
    """The move as a person would meet it: the gate's dialog, or that it goes through. Nothing is kept."""
    return await run_in_threadpool(_try, scope, key, record, role, stage, await request.form())


def _try(scope: Scope, key: str, record: str, role: str, stage: str, form: FormData) -> Response:
    with scope.workspace.engine.connect() as connection:
        draft = read_sketch(scope, connection).draft
    model = model_of(scope, draft)
    entity = model.entities.get(key) if model else None
    if model is None or entity is None or entity.pipeline is None:
        raise Refused(404)
    options = options_of(entity.fields[entity.pipeline.field].field)
    if stage not in options:
        raise Refused(404)
    with scope.workspace.reading(scope.viewer) as context:
        there = drafted(scope, context, model)
        entry = read_entry(model, entity, form, look_of(scope, context).local)
        try:
            refused, row = tried(scope, there, entity, record, stage, "" if role == MYSELF else role, entry.values)
        except ProblemsFound as unread:
            return done(scope, toast(said(scope, unread), bad=True))
        if row is None:
            raise Refused(404)
        problems = [*entry.problems, *refused]
        if problems:
            href = f"{scope.base_path}{PREFIX}/pipeline/{key}/try/{record}/{role}/stage/{stage}"
            return gate_dialog(scope, there, entity, record, stage, form, problems, href, stored=row)
    label = options[stage].label.in_(scope.language)
    words = words_of(scope)("It would move to {stage}. This was a trial: nothing is kept.", stage=label)
    return done(scope, toast(words), {"close-dialog": {}})
