"""Changes of many ticked records: assign, set a field, delete; each with a dialog that says what it does, and undo."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from uuid_utils import uuid7

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.storage import Kind
from dougong.records import values as ask
from dougong.records.context import Cause, Context
from dougong.records.rights import FieldRight
from dougong.records.values import Row

from . import door
from .columns import editable
from .controls import control
from .entity import readable_entity
from .form_entry import PREFIX
from .form_routes import entered
from .list_page import look_of, words_of
from .list_state import far_end
from .part import part
from .render import fragment
from .show import options_of
from .signals import done, toast

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
MOST = 1000
_SHOWN = 5


@router.get("/{entity}/bulk")
def dialog(scope: Signed, entity: str, action: str, id: Annotated[list[str], Query()], field: str = "") -> Response:  # noqa: A002
    """The dialog of an action over ticked records."""
    ids = tuple(dict.fromkeys(id))[:MOST]
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        if action == "delete":
            return delete_dialog_of(scope, context, model, ids, bulk=True)
        if action not in ("assign", "edit", "tag"):
            raise Refused(404)
        key = {"assign": "owner", "tag": "tags"}.get(action, field)
        look = look_of(scope, context)
        offered = [
            (k, f.label.in_(scope.language)) for k, f in model.fields.items() if _settable(context, f) and k != "owner"
        ]
        made = None
        if key in model.fields and _settable(context, model.fields[key]):
            found = model.fields[key]
            made = control(
                found, f"{PREFIX}{key}", None, look, {}, f"{look.base}/{entity}/pick/{key}",
                label=found.label.in_(scope.language), options=tuple(options_of(found.field).values()),
            )  # fmt: skip
        return fragment(
            scope,
            "parts/bulk_edit.html",
            here=f"{scope.base_path}/{entity}",
            ids=ids,
            action=action,
            field=key,
            f=made,
            is_set=key in model.fields and _is_set(model.fields[key]),
            offered=offered,
        )


def _settable(context: Context, field: FieldModel) -> bool:
    """What the viewer may change."""
    viewer = context.viewer
    return editable(field) and (viewer.admin or viewer.on(field.entity).field(field.key) is FieldRight.EDIT)


def _is_set(field: FieldModel) -> bool:
    """Whether values may be put in and taken out one by one."""
    return bool(far_end(field)) or (field.storage is not None and field.storage.kind is Kind.LIST)


def delete_dialog_of(
    scope: Scope, context: Context, model: EntityModel, ids: tuple[str, ...], bulk: bool = False
) -> Response:
    """Names the records, what goes along, and how long they can come back."""
    title = model.definition.title
    rows = door.find(context, ask.Query(model.key, (title,), ids=ids, limit=_SHOWN)).rows
    along = []
    for field in model.fields.values():
        relation = field.relation
        if relation is not None and relation.kind == "many" and relation.owned and not relation.far:
            found = door.related(context, model.key, ids[:200], field.key, ("id",), limit=1000)
            n = sum(len(one) for one in found.values())
            if n:
                along.append((field.label.in_(scope.language), n))
    return part(
        scope, context, model, "parts/delete.html", words_of(scope)("Delete"), bulk=bulk, here=f"{scope.base_path}/{model.key}", ids=ids,
        titles=[str(r.get(title) or "—") for r in rows],
        more=len(ids) - len(rows), along=along, thing=model.label.in_(scope.language), keeps=model.definition.features.recycle_bin,
    )  # fmt: skip


@router.post("/{entity}/bulk/set")
async def set_field(scope: Signed, entity: str, request: Request) -> Response:
    """Sets one field of the records."""
    return await run_in_threadpool(_set_field, scope, entity, await request.form())


def _set_field(scope: Scope, entity: str, form: FormData) -> Response:
    ids = [str(one) for one in form.getlist("id")][:MOST]
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        entry = entered(scope, context, model, form, typed=True)
        if entry.problems:
            return done(scope, toast(entry.problems[0].message.in_(scope.language), bad=True))
        key = str(form.get("field", ""))
        if key not in entry.values or (entry.values[key] == [] and form.get("how") in ("add", "remove")):
            return done(scope, toast(words_of(scope)("Choose a value first"), bad=True))
        before = door.find(context, ask.Query(entity, (key, "rev"), ids=tuple(ids), limit=len(ids))).rows
        cause = str(uuid7())
        after = _changed(form, key, entry.values[key], before)
        written = door.write(context, [ask.Update(entity, one, {key: after(one)}) for one in ids], Cause("bulk", cause))
        if not written.written:
            words = next(
                (p.message.in_(scope.language) for p in written.problems),
                words_of(scope)("That did not work. Try again in a moment."),
            )
            return done(scope, toast(words, bad=True))
    undo = _remember(scope, cause, entity, [(str(row["id"]), {key: row.get(key)}) for row in before])
    words = words_of(scope).count("{n} record changed", "{n} records changed", len(ids))
    return done(scope, toast(words, undo=undo), {"close-dialog": {}, "reload-list": {}})


def _changed(form: FormData, key: str, given: Any, before: Iterable[Row]) -> Callable[[str], Any]:
    """What a record's field becomes: the value given, or (`how` "add" or "remove") its list with or without what was given."""
    how = str(form.get("how", ""))
    if how not in ("add", "remove") or not isinstance(given, list):
        return lambda _id: given
    known = {str(row["id"]): list(row.get(key) or []) for row in before}

    def name(value: Any) -> Any:
        return value["id"] if isinstance(value, dict) else value

    named = {name(value) for value in given}
    if how == "add":
        return lambda one: [*known.get(one, []), *(v for v in given if name(v) not in map(name, known.get(one, [])))]
    return lambda one: [value for value in known.get(one, []) if name(value) not in named]


@router.post("/{entity}/bulk/delete")
async def delete(scope: Signed, entity: str, request: Request) -> Response:
    """Deletes the records; all or none."""
    return await run_in_threadpool(_delete, scope, entity, await request.form())


def _delete(scope: Scope, entity: str, form: FormData) -> Response:
    ids = [str(one) for one in form.getlist("id")][:MOST]
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        cause = str(uuid7())
        written = door.write(context, [ask.Delete(entity, one) for one in ids], Cause("bulk", cause))
        if not written.written:
            words = next(
                (p.message.in_(scope.language) for p in written.problems),
                words_of(scope)("That did not work. Try again in a moment."),
            )
            return done(scope, toast(words, bad=True), {"close-dialog": {}})
    undo = (
        _remember(scope, cause, entity, [(one, None) for one in ids]) if model.definition.features.recycle_bin else ""
    )
    words = words_of(scope).count(
        "{n} {thing} deleted", "{n} {thing} deleted", len(ids), thing=model.label.in_(scope.language)
    )
    return done(scope, toast(words, undo=undo), {"close-dialog": {}, "reload-list": {}})


@router.post("/undo/{ref}")
def undo(scope: Signed, ref: str) -> Response:
    """Takes a bulk change of this person back, while it is remembered."""
    kept = scope.workspace.caches.get(("undo", scope.viewer.person), {}).pop(ref, None)
    if kept is None:
        return done(scope, toast(words_of(scope)("This can no longer be undone"), bad=True))
    entity, changes = kept
    with scope.workspace.writing(scope.viewer) as context:
        written = door.write(
            context,
            [
                ask.Restore(entity, one) if values is None else ask.Update(entity, one, values)
                for one, values in changes
            ],
            Cause("undo", ref),
        )
        if not written.written:
            return done(scope, toast(written.problems[0].message.in_(scope.language), bad=True))
    return done(scope, toast(words_of(scope)("Undone")), {"reload-list": {}})


def _remember(scope: Scope, ref: str, entity: str, changes: list[tuple[str, dict[str, object] | None]]) -> str:
    """Keeps how to take a change back; the last ten of a person, in this process."""
    mine = scope.workspace.caches.setdefault(("undo", scope.viewer.person), {})
    while len(mine) >= 10:
        mine.pop(next(iter(mine)))
    mine[ref] = (entity, changes)
    return f"{scope.base_path}/undo/{ref}"
