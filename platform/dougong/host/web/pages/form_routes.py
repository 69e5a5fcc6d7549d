"""Addresses of forms: the page, its live state while typing, saving."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from uuid_utils import uuid7

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel
from dougong.records.context import Cause, Context
from dougong.records.query.titles import titles
from dougong.records.values import Create, Update

from . import door
from .entity import readable_entity
from .file_routes import with_uploads
from .form_alike import alike
from .form_entry import PREFIX, Entry, changed_only, path_of, read_entry
from .form_logic import with_all_parts
from .form_meanwhile import Theirs, onto_theirs
from .form_now import Standing, standing, stored_record
from .form_page import FormPage, Over, form_page
from .frame import Crumb, frame
from .list_page import look_of, words_of
from .recents import linked, note_recent
from .render import fragment, page
from .signals import alive, go, toast
from .typed_links import with_typed_links

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_MOST = 40_000
"""Inputs of a form: a thousand child rows of some columns, names and ids each."""


@router.get("/{entity}/new")
def new(scope: Signed, entity: str, request: Request) -> Response:
    """An empty form; the query gives first values (`?site=...`)."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        _may_create(context, model)
        given = {f"{PREFIX}{key}": text for key, text in request.query_params.items() if not _is_system(model, key)}
        entry = read_entry(context.store.model, model, FormData(given), look_of(scope, context).local)
        identity = str(uuid7())
        now = standing(context, model, "create", identity, None, entry)
        content = form_page(scope, context, model, now, look_of(scope, context), identity, 0, Over(entry))
        return _page(scope, context, model, content)


@router.get("/{entity}/{id}/edit")
def edit(scope: Signed, entity: str, id: str) -> Response:  # noqa: A002
    """The form over a record."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        stored = _stored(context, model, id)
        now = standing(context, model, "edit", id, stored, Entry())
        content = form_page(scope, context, model, now, look_of(scope, context), id, int(stored["rev"]), Over())
        return _page(scope, context, model, content)


@router.post("/{entity}/form")
async def live(scope: Signed, entity: str, request: Request) -> Response:
    """The form as it stands now; nothing is saved. `parts`: with those that are not shown now."""
    return await run_in_threadpool(_live, scope, entity, await request.form(max_fields=_MOST))


def _live(scope: Scope, entity: str, form: FormData) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        identity, rev, use = _place(form)
        stored = _stored(context, model, identity) if use == "edit" else None
        entry = entered(scope, context, model, _mended(form))
        _more_rows(entry, str(form.get("more", "")))
        tried, look = form.get("tried") == "yes", look_of(scope, context)
        now = standing(context, model, use, identity, stored, entry, tried, path_of(entry, str(form.get("at", ""))))
        if "parts" in form:
            now = replace(now, state=with_all_parts(now.state))
        found = alike(context, model, now.row, _touched(now, entry, stored), identity, look)
        over = Over(entry, tried=tried, tab=str(form.get("tab", "")), alike=found)
        return _page(scope, context, model, form_page(scope, context, model, now, look, identity, rev, over))


def _mended(form: FormData) -> FormData:
    """With the value put in that a fix offers, where no script does it."""
    name, sign, value = str(form.get("fix", "")).partition("=")
    if not sign or not name.startswith(PREFIX):
        return form
    return FormData([*((key, one) for key, one in form.multi_items() if key != name), (name, value)])


def _touched(now: Standing, entry: Entry, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was typed and is not what is stored."""
    return {key: now.row.get(key) for key in changed_only(entry.values, stored or {}) if key not in now.filled}


@router.post("/{entity}/save")
async def save(scope: Signed, entity: str, request: Request) -> Response:
    """Saves; a second press of the same new form finds the record there and goes to it. `more` only adds child rows,
    `fix` only puts a value in."""
    form = await request.form(max_fields=_MOST)
    if not alive(scope):
        form = await run_in_threadpool(with_uploads, scope, form)
    return await run_in_threadpool(_live if "more" in form or "fix" in form else _save, scope, entity, form)


def _save(scope: Scope, entity: str, form: FormData) -> Response:
    """Saves; asks again where somebody else saves between the look and the write."""
    return _tried(scope, entity, form) or _save(scope, entity, form)


def _tried(scope: Scope, entity: str, form: FormData) -> Response | None:
    identity, rev, use = _place(form)
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        stored = stored_record(context, model, identity)
        if use == "edit" and stored is None:
            raise Refused(404)
        if use == "create" and stored is not None:
            return _saved(scope, model, identity, words_of(scope)("Saved"))
        entry, look = entered(scope, context, model, form), look_of(scope, context)
        now = standing(context, model, use, identity, stored, entry, tried=True)
        theirs: tuple[Theirs, ...] = ()
        by = ""
        if use == "edit" and stored and (there := int(stored["rev"])) != rev:
            if _says_the_same(now.accepted, stored):
                return _saved(scope, model, identity, words_of(scope)("Saved"))
            conflict, rev = door.meanwhile(context, entity, identity, rev), there
            entry, theirs = onto_theirs(context, model, conflict, stored, entry, look)
            by = _name(context, conflict.by)
            now = standing(context, model, use, identity, stored, entry, tried=True)
        if not now.problems and not theirs:
            values = changed_only(now.accepted, stored or {})
            change = Create(entity, values, identity) if use == "create" else Update(entity, identity, values, rev)
            written = door.write(context, [change], Cause("user"))
            outcome = written.outcomes[0]
            if outcome.conflict:
                return None
            if outcome.ok and written.written:
                used = [*linked(model, values), (entity, identity)]
                note_recent(context.connection, scope.viewer.person, used, context.now)
                return _saved(scope, model, identity, words_of(scope)("Saved"))
            entry.problems += outcome.problems
            now = standing(context, model, use, identity, stored, entry, tried=True)
        over = Over(
            entry, theirs, by, True, str(form.get("tab", "")),
            alike(context, model, now.row, _touched(now, entry, stored), identity, look),
        )  # fmt: skip
        content = form_page(scope, context, model, now, look, identity, rev, over)
        return _page(scope, context, model, content, 409 if theirs else 422)


def _says_the_same(values: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether all of it is stored already: the answer to an earlier press was lost."""
    return all(_same(value, stored.get(key)) for key, value in values.items())


def _same(value: Any, there: Any) -> bool:
    if not (isinstance(value, list) and isinstance(there, list)):
        return bool(value == there)
    rows = all(isinstance(one, dict) for one in [*value, *there])
    return _same_rows(value, there) if rows else value == there


def _same_rows(rows: list[dict[str, Any]], there: list[dict[str, Any]]) -> bool:
    """Child rows in their order, new ones without an id; links to many as a set."""
    if all(row.keys() == {"id"} for row in rows):
        return {row["id"] for row in rows} == {one["id"] for one in there}
    pairs = zip(rows, there, strict=False)
    return len(rows) == len(there) and all(one.get(key) == value for row, one in pairs for key, value in row.items())


def _more_rows(entry: Entry, field: str) -> None:
    """Three blank child rows at the end, asked for where scripts are off; those left blank are not saved."""
    if field in entry.places:
        entry.places[field] += [f"m{uuid7().hex[-8:]}" for _ in range(3)]


def entered(scope: Scope, context: Context, model: EntityModel, form: FormData, typed: bool = False) -> Entry:
    """What was sent; links that come by name looked up. `typed`: names nobody chose from the list count too."""
    form, unresolved = with_typed_links(context, model, form, alive(scope) and not typed)
    entry = read_entry(context.store.model, model, form, look_of(scope, context).local)
    named = {path_of(entry, PREFIX + one.path): one for one in unresolved}
    entry.problems[:] = [one for one in entry.problems if one.path not in named]
    entry.problems += [replace(one, path=path) for path, one in named.items()]
    entry.raw.update({path: "?" + str(form.get(f"t.{one.path}", "")).strip() for path, one in named.items()})
    return entry


def _is_system(model: EntityModel, key: str) -> bool:
    field = model.fields.get(key)
    return field is None or field.system or field.storage is None


def _page(scope: Scope, context: Context, model: EntityModel, content: FormPage, status: int = 200) -> Response:
    """The whole page; for a script that has it already, what changes while typing."""
    if alive(scope) and scope.request.method == "POST":
        return fragment(scope, "parts/form_body.html", status, page=content)
    last = Crumb(words_of(scope)("Edit")) if content.use == "edit" else Crumb(words_of(scope)("New"))
    above = (Crumb(model.plural.in_(scope.language), content.base),)
    middle = (Crumb(content.title, content.back),) if content.use == "edit" else ()
    around = frame(scope, context.store.model, content.title, (*above, *middle, last), content.base, "of-form")
    return page(scope, "pages/form.html", around, content, status)


def _place(form: FormData) -> tuple[str, int, str]:
    rev = str(form.get("rev", "0"))
    return str(form.get("id", "")), int(rev) if rev.isdigit() else 0, "edit" if form.get("use") == "edit" else "create"


def _stored(context: Context, model: EntityModel, identity: str) -> dict[str, Any]:
    found = stored_record(context, model, identity)
    if found is None:
        raise Refused(404)
    return found


def _may_create(context: Context, model: EntityModel) -> None:
    viewer = context.viewer
    if not viewer.admin and "create" not in viewer.on(model.key).actions:
        raise Refused(403)


def _saved(scope: Scope, model: EntityModel, identity: str, words: str) -> Response:
    return go(scope, f"{scope.base_path}/{model.key}/{identity}", toast(words))


def _name(context: Context, person: str | None) -> str:
    return str(titles(context, "person", [person]).get(person) or "") if person else ""
