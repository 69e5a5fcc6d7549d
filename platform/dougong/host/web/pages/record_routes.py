"""Addresses of a record: the page, one field edited in place, a move along the path, deleting."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from uuid_utils import uuid7

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.problem import Problem
from dougong.records.context import Cause, Context
from dougong.records.query.titles import titles
from dougong.records.values import Delete, Restore, Update

from . import door
from .columns import editable
from .controls import Control, control
from .entity import readable_entity, record
from .form_entry import PREFIX, read_entry
from .form_meanwhile import theirs_of
from .form_routes import entered
from .frame import Crumb, frame
from .gate import gate_dialog
from .list_page import look_of, words_of
from .list_state import far_end, read_state
from .record_page import record_paths, record_view
from .render import fragment, page
from .saved_views import views_of
from .show import options_of
from .signals import done, go, toast, trigger
from .table import table_of

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/{entity}/{id}")
def show_record(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """The record's page."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        row = record(context, entity, id, record_paths(context.store.model, model))
        content = record_view(context, model, row, look_of(scope, context))
        crumbs = (Crumb(model.plural.in_(scope.language), content.base), Crumb(content.title))
        return page(
            scope, "pages/record.html", frame(scope, context.store.model, content.title, crumbs, content.base, "of-record"),
            content,
        )  # fmt: skip


@router.get("/{entity}/{id}/field/{field}")
def field_editor(scope: Signed, entity: str, id: str, field: str, request: Request) -> Response:  # noqa: A002
    """The editor of one field, over the value."""
    place = "list" if request.query_params.get("in") == "list" else "record"
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        found = model.fields.get(field)
        if found is None or not editable(found):
            raise Refused(404)
        row = record(context, entity, id, (field,))
        made = _editor(context, model, field, row, look_of(scope, context))
        return fragment(
            scope,
            "parts/inline.html",
            f=made,
            href=f"{scope.base_path}/{entity}/{id}/field/{field}",
            rev=row.get("rev", ""),
            place=place,
            conflict=(),
            was=_ids(row.get(field)) if far_end(found) else (),
        )


def _ids(ends: Any) -> tuple[str, ...]:
    """The ids of a link to many."""
    return tuple(str(one["id"]) for one in ends or ())


def _editor(
    context: Context,
    model: EntityModel,
    key: str,
    row: Any,
    look: Any,
    problems: tuple[str, ...] = (),
    raw: str | None = None,
) -> Control:
    found = model.fields[key]
    names = {str(row.get(key)): str(row.get(f"{key}.$title") or "")}
    return control(
        found, f"{PREFIX}{key}", row.get(key), look, names, f"{look.base}/{model.key}/pick/{key}", raw,
        label=found.label.in_(look.language), problems=problems,
        options=tuple(option for option in options_of(found.field).values() if not option.retired or option.key == row.get(key)),
    )  # fmt: skip


@router.post("/{entity}/{id}/field/{field}")
async def save_field(scope: Signed, entity: str, id: str, field: str, request: Request) -> Response:  # noqa: A002
    """Saves one field; a conflict shows both values and asks again."""
    return await run_in_threadpool(_save_field, scope, entity, id, field, await request.form())


def _save_field(scope: Scope, entity: str, identity: str, key: str, form: FormData) -> Response:
    place, rev = str(form.get("place", "record")), str(form.get("rev", ""))
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        look = look_of(scope, context)
        entry = entered(scope, context, model, form, typed=True)
        row = record(context, entity, identity, (key,))
        problems: list[Problem] = list(entry.problems)
        conflict: Any = None
        many = key in model.fields and bool(far_end(model.fields[key]))
        if many and key in entry.values:
            entry.values[key] = _joined(row.get(key), form.getlist("was"), entry.values[key])
        if not problems and key in entry.values:
            seen = int(rev) if rev.isdigit() and not many else None
            change = Update(entity, identity, {key: entry.values[key]}, seen)
            cause = str(uuid7())
            written = door.write(context, [change], Cause("user", cause))
            outcome = written.outcomes[0]
            problems, conflict = list(outcome.problems), outcome.conflict
            if outcome.ok and written.written:
                undo = (
                    f"{scope.base_path}/{entity}/{identity}/unplace/{cause}"
                    if model.definition.features.history
                    else ""
                )
                return _field_saved(scope, context, model, identity, place, form, look, undo)
        shown = {**row, key: entry.values.get(key, row.get(key))}
        if many:
            shown[key] = _named(context, model.fields[key], shown[key])
        if isinstance(shown[key], str) and model.fields[key].value_type.name == "ref":
            relation = model.fields[key].relation
            shown[f"{key}.$title"] = (
                titles(context, relation.target, [shown[key]]).get(shown[key], "") if relation else ""
            )
        words = tuple(
            p.message.in_(scope.language) + (f" {p.fix.in_(scope.language)}" if p.fix else "") for p in problems
        )
        made = _editor(context, model, key, shown, look, words, entry.raw.get(key))
        both = theirs_of(context, model, conflict, shown, look) if conflict else ()
        return fragment(
            scope, "parts/inline.html", 409 if conflict else 422, f=made, href=f"{scope.base_path}/{entity}/{identity}/field/{key}",
            rev=conflict.rev if conflict else rev, place=place, conflict=both, was=tuple(map(str, form.getlist("was"))),
        )  # fmt: skip


def _joined(stored: Any, was: list[Any], sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A link to many as it is to be: what stands there now, less what was taken out, with what was put in since the
    editor opened; what others put in meanwhile stays."""
    ids = {str(one["id"]) for one in sent}
    kept = [one for one in _ids(stored) if one in ids or one not in was]
    return [{"id": one} for one in dict.fromkeys([*kept, *(str(o["id"]) for o in sent if str(o["id"]) not in was)])]


def _named(context: Context, field: FieldModel, ends: Any) -> list[dict[str, Any]]:
    """The ends with their names."""
    ids = _ids(ends)
    known = titles(context, str(getattr(field.field, "to", "")), ids)
    return [{"id": one, "title": known.get(one)} for one in ids]


def _field_saved(
    scope: Scope, context: Context, model: EntityModel, identity: str, place: str, form: FormData, look: Any, undo: str
) -> Response:  # fmt: skip
    """In a list the row is drawn anew; a record's page is (other values may follow from the change)."""
    if place != "list":
        return go(scope, f"{scope.base_path}/{model.key}/{identity}", toast(words_of(scope)("Saved"), undo=undo))
    query = {key: str(value) for key, value in form.multi_items() if key in ("view", "columns")}
    state = read_state(views_of(context, model), model, query)
    table = table_of(context, model, state, look)
    html = table.draw(record(context, model.key, identity, table.query.fields), look)
    headers = {
        "HX-Retarget": f"#r-{identity}",
        "HX-Reswap": "outerHTML",
        **trigger(toast(words_of(scope)("Saved"), undo=undo)),
    }
    return fragment(scope, "parts/raw.html", headers=headers, html=html)


@router.post("/{entity}/{id}/stage/{stage}")
async def move(scope: Signed, entity: str, id: str, stage: str, request: Request) -> Response:  # noqa: A002
    """Moves along the path; what a gate misses is asked for in a dialog, and answered with the move itself."""
    return await run_in_threadpool(_move, scope, entity, id, stage, await request.form())


def _move(scope: Scope, entity: str, identity: str, stage: str, form: FormData) -> Response:
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        if model.pipeline is None:
            raise Refused(404)
        entry = read_entry(context.store.model, model, form, look_of(scope, context).local)
        problems = list(entry.problems)
        if not problems:
            values = {**entry.values, model.pipeline.field: stage}
            rev = str(form.get("rev", ""))
            written = door.write(
                context, [Update(entity, identity, values, int(rev) if rev.isdigit() else None)], Cause("user")
            )
            outcome = written.outcomes[0]
            label = options_of(model.fields[model.pipeline.field].field)[stage].label.in_(scope.language)
            if outcome.ok and written.written:
                return go(
                    scope,
                    f"{scope.base_path}/{entity}/{identity}",
                    toast(words_of(scope)("Moved to {stage}", stage=label)),
                    {"close-dialog": {}},
                )
            problems = list(outcome.problems)
            if outcome.conflict is not None:
                return go(
                    scope,
                    f"{scope.base_path}/{entity}/{identity}",
                    toast(words_of(scope)("Somebody else changed this first; here it is as it is now"), bad=True),
                )
        href = f"{scope.base_path}/{entity}/{identity}/stage/{stage}"
        return gate_dialog(scope, context, model, identity, stage, form, problems, href)


@router.get("/{entity}/{id}/delete")
def delete_dialog(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """Says what goes along and how long it can come back."""
    from .bulk_routes import delete_dialog_of

    with scope.workspace.reading(scope.viewer) as context:
        return delete_dialog_of(scope, context, readable_entity(context, entity), (id,))


@router.post("/{entity}/{id}/delete")
def delete(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """To the recycle bin."""
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        written = door.write(context, [Delete(entity, id)], Cause("user"))
        if not written.written:
            return done(scope, toast(written.problems[0].message.in_(scope.language), bad=True), {"close-dialog": {}})
    undo = f"{scope.base_path}/{entity}/{id}/restore" if model.definition.features.recycle_bin else ""
    words = words_of(scope).count(
        "{n} {thing} deleted", "{n} {thing} deleted", 1, thing=model.label.in_(scope.language)
    )
    return go(scope, f"{scope.base_path}/{entity}", toast(words, undo=undo), {"close-dialog": {}})


@router.post("/{entity}/{id}/restore")
def restore(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """Back from the recycle bin."""
    with scope.workspace.writing(scope.viewer) as context:
        readable_entity(context, entity)
        written = door.write(context, [Restore(entity, id)], Cause("user"))
        if not written.written:
            return done(scope, toast(written.problems[0].message.in_(scope.language), bad=True))
    return done(scope, toast(words_of(scope)("Restored")), {"reload-list": {}})
