"""Placing a record by hand on a page that arranges records: written at once, undone from the toast, refused with the reason."""

from fastapi.responses import Response
from markupsafe import Markup
from starlette.datastructures import FormData
from uuid_utils import uuid7

from dougong.host.web.pages import door
from dougong.host.web.pages.entity import readable_entity, record
from dougong.host.web.pages.form_entry import read_entry
from dougong.host.web.pages.gate import gate_dialog
from dougong.host.web.pages.list_page import look_of, words_of
from dougong.host.web.pages.list_state import read_state
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.render import draw, fragment
from dougong.host.web.pages.saved_views import views_of
from dougong.host.web.pages.show import options_of
from dougong.host.web.pages.signals import done, toast, trigger
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.records.context import Cause, Context
from dougong.records.values import Update

from . import kanban
from .face import face_of

KEPT = ("view", "as", "filter", "q", "sort", "group", "columns", "by")
"""What of the page's state a dialog sends again."""


def place(scope: Scope, entity: str, identity: str, form: FormData) -> Response:
    """Writes what was sent. Events for the page: `placed` or `refused`, both with the record's id."""
    words, cause = words_of(scope), str(uuid7())
    refused = {"refused": {"id": identity}}
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        look = look_of(scope, context)
        entry = read_entry(context.store.model, model, form, look.local)
        title = model.definition.title
        before = record(context, entity, identity, (title, *entry.values))
        name = str(before.get(title) or "—")
        problems: list[Problem] = list(entry.problems)
        rev = 0
        if not problems and entry.values:
            known = str(form.get("rev", ""))
            change = Update(entity, identity, entry.values, int(known) if known.isdigit() else None)
            written = door.write(context, [change], Cause("user", cause))
            outcome = written.outcomes[0]
            if outcome.conflict is not None:
                said = words("Somebody else changed this first; here it is as it is now")
                return done(scope, toast(said, bad=True), refused, {"reload-list": {}})
            problems, rev = list(outcome.problems), outcome.rev
        if problems:
            return _asked(scope, context, model, identity, form, problems, name)
        undo = f"{scope.base_path}/{entity}/{identity}/unplace/{cause}" if model.definition.features.history else ""
        said = _said(model, entry.values, name, look)
        html, gone = _anew(scope, context, model, identity, form, look)
        events = trigger(
            toast(said, undo=undo), {"placed": {"id": identity, "gone": gone, "rev": rev}}, {"close-dialog": {}}
        )
    headers = {**events, "HX-Reswap": "none"}
    return fragment(scope, "parts/raw.html", headers=headers, html=html)


def _asked(
    scope: Scope,
    context: Context,
    model: EntityModel,
    identity: str,
    form: FormData,
    problems: list[Problem],
    name: str,
) -> Response:
    """The gate's missing answers in a dialog; what no answer can mend as a message."""
    pipeline = model.pipeline
    stage = str(form.get(f"f.{pipeline.field}", "")) if pipeline else ""
    gate = pipeline.gates.get(stage) if pipeline else None
    barred = next((p for p in problems if p.code == "gate.move"), None)
    mendable = barred is None and any(
        p.path in model.fields and pipeline and p.path != pipeline.field for p in problems
    )
    unmet = barred is None and any(p.code == "gate.condition" for p in problems)
    if stage and (mendable or (gate and unmet)):
        keep = [(key, str(form[key])) for key in KEPT if key in form]
        href = f"{scope.base_path}/{model.key}/{identity}/place"
        assert pipeline is not None
        return gate_dialog(
            scope, context, model, identity, stage, form, problems, href, (*keep, (f"f.{pipeline.field}", stage))
        )
    first = barred or problems[0]
    fix = f" {first.fix.in_(scope.language)}" if first.fix else ""
    said = words_of(scope)("“{name}” stays: {reason}", name=name, reason=first.message.in_(scope.language) + fix)
    return done(scope, toast(said, bad=True), {"refused": {"id": identity}}, {"close-dialog": {}})


def _said(model: EntityModel, values: dict[str, object], name: str, look: Look) -> str:
    key, value = next(iter(values.items()))
    pipeline = model.pipeline
    if pipeline is not None and pipeline.field in values:
        key, value = pipeline.field, values[pipeline.field]
    option = options_of(model.fields[key].field).get(str(value))
    if option is not None:
        return look.words("“{name}” moved to {stage}", name=name, stage=option.label.in_(look.language))
    return look.words("“{name}” moved", name=name)


def _anew(
    scope: Scope, context: Context, model: EntityModel, identity: str, form: FormData, look: Look
) -> tuple[Markup, bool]:
    """A board's figures and the card as they are now, and whether the record left the viewer's sight."""
    pairs = {key: str(value) for key, value in form.items()}
    state = read_state(views_of(context, model), model, pairs)
    field = kanban.group_of(context, model, state) if state.kind == "kanban" else None
    if field is None:
        return Markup(""), False
    face = face_of(context, model, state.view, look)
    row = door.get(context, model.key, identity, (*face.paths, "rev"))
    card = kanban.card(row, face, look, anew=True) if row else Markup("")
    try:
        found = kanban.figures(context, model, state, field)
    except ProblemsFound:
        return card, row is None
    board = kanban.board_of(context, model, state, look, field, kanban.slots(model, field, found, look), found, {})
    heads = Markup(draw("views/kanban_moved.html", scope.language, board=board))  # noqa: S704  (a template escaped it)
    return heads + card, row is None


def undone(scope: Scope, entity: str, identity: str, cause: str) -> Response:
    """Takes a placing back, whatever rules would say: what was, was allowed."""
    words = words_of(scope)
    with scope.workspace.writing(scope.viewer) as context:
        readable_entity(context, entity)
        record(context, entity, identity, ("id",))
        try:
            taken = door.undo(context, cause)
        except ProblemsFound as wrong:
            return done(scope, toast(wrong.problems[0].message.in_(scope.language), bad=True))
    if not taken.records:
        return done(scope, toast(words("This can no longer be undone"), bad=True))
    return done(scope, toast(words("Undone")), {"reload-list": {}})
