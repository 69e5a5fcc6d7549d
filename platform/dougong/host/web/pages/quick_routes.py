"""A new record made beside the form that needs it: the few fields that matter, in a dialog."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.requests import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from dougong.forms import FieldState, FormState
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem
from dougong.records.context import Cause, Context
from dougong.records.ids import is_id, new_id
from dougong.records.values import Create

from . import door
from .controls import Control
from .entity import readable_entity
from .form_alike import alike
from .form_entry import Entry, read_entry
from .form_now import defaults_of, standing
from .form_page import drawn
from .form_problems import words_of_problems
from .list_page import look_of, words_of
from .recents import linked, note_recent
from .render import fragment
from .signals import done, toast

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_MOST = 8
_LEFT_OUT = frozenset(
    {"lines", "many_links", "files", "image", "signature", "rich_text", "json", "computed", "rollup", "auto_number"}
)


@dataclass(frozen=True, slots=True)
class QuickForm:
    """What templates/parts/quick.html shows; `rest` are problems of fields it does not have."""

    href: str
    full_href: str
    thing: str
    id: str
    any: str
    fields: tuple[Control, ...]
    rest: tuple[str, ...]
    link: str = ""
    """`<field>=<id>` of a link that is given by the page it is made on; empty: a picker asked."""


def may_create(context: Context, entity: EntityModel) -> bool:
    """Whether the viewer may make one by itself: child rows come with their parent."""
    allowed = context.viewer.admin or "create" in context.viewer.on(entity.key).actions
    return allowed and not entity.implicit and entity.owner_link is None


@router.get("/{entity}/quick")
def quick(scope: Signed, entity: str, words: str = "", any: str = "", link: str = "") -> Response:  # noqa: A002
    """The dialog; the title is what was typed into the picker, `link` (`<field>=<id>`) what the page makes it for."""
    with scope.workspace.reading(scope.viewer) as context:
        model = _allowed(context, entity)
        entry = Entry(values={**defaults_of(model, scope.viewer.person), **_given(model, link)})
        title = model.fields[model.definition.title]
        if words.strip() and title.value_type.name == "text" and title.storage is not None:
            entry.values[title.key] = words.strip()[:200]
        return _dialog(scope, context, model, entry, new_id(), any, link=link)


@router.post("/{entity}/quick")
async def make(scope: Signed, entity: str, request: Request) -> Response:
    """Makes it and tells the picker; what stands in the way is shown in the dialog."""
    return await run_in_threadpool(_make, scope, entity, await request.form())


@router.post("/{entity}/quick/alike")
async def quick_alike(scope: Signed, entity: str, request: Request) -> Response:
    """Records that may be the one being typed into the dialog."""
    return await run_in_threadpool(_alike, scope, entity, await request.form())


def _alike(scope: Scope, entity: str, form: FormData) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        model, look = _allowed(context, entity), look_of(scope, context)
        entry = read_entry(context.store.model, model, form, look.local)
        values = {**entry.values, **_given(model, str(form.get("link", "")))}
        found = alike(context, model, values, values, "", look)
        mark = f"{entity}:" if form.get("any") else ""
        offers = [one for some in found.values() for one in some]
        return fragment(scope, "parts/alike.html", found=offers, any=mark, take=not form.get("link"))


def _make(scope: Scope, entity: str, form: FormData) -> Response:
    given_id = str(form.get("id", ""))
    identity = given_id if is_id(given_id) else new_id()
    any_kind, link = str(form.get("any", "")), str(form.get("link", ""))
    with scope.workspace.writing(scope.viewer) as context:
        model = _allowed(context, entity)
        if door.get(context, entity, identity, (model.definition.title,)) is None:
            entry = read_entry(context.store.model, model, form, look_of(scope, context).local)
            given = _given(model, link)
            entry.values = {**defaults_of(model, scope.viewer.person), **entry.values, **given}
            now = standing(context, model, "create", identity, None, entry, tried=True)
            accepted, problems = now.accepted, list(now.problems)
            if not problems:
                written = door.write(context, [Create(entity, {**accepted, **given}, identity)], Cause("user"))
                problems = list(written.problems)
            if problems:
                kept = replace(entry, problems=[])
                return _dialog(scope, context, model, kept, identity, any_kind, problems, link)
            used = [*linked(model, accepted), (entity, identity)]
            note_recent(context.connection, scope.viewer.person, used, context.now)
        row = door.get(context, entity, identity, (model.definition.title,)) or {}
    title = str(row.get(model.definition.title) or "—")
    value = f"{entity}:{identity}" if any_kind else identity
    said = toast(words_of(scope)("{thing} made", thing=model.label.in_(scope.language)))
    if link:
        return done(scope, said, {"close-quick": {}, "reload-record": {}})
    return done(scope, said, {"record-made": {"id": value, "title": title}})


def _allowed(context: Context, entity: str) -> EntityModel:
    model = readable_entity(context, entity)
    if not may_create(context, model):
        raise Refused(403)
    return model


def _dialog(
    scope: Scope, context: Context, model: EntityModel, entry: Entry, identity: str, any_kind: str,
    problems: list[Problem] | None = None, link: str = "",
) -> Response:  # fmt: skip
    told = replace(entry, problems=[*entry.problems, *(problems or ())])
    state = standing(context, model, "create", identity, None, told, tried=bool(problems)).state
    look, here = look_of(scope, context), f"{scope.base_path}/{model.key}"
    shown = [one for one in _fields(state, model) if one.key not in _given(model, link)]
    fields = tuple(replace(one, id=f"q-{one.id}") for one in drawn(shown, state, look, here, entry, context))
    keys = {field.key for field in shown}
    elsewhere = [problem for field in state.fields if field.key not in keys for problem in field.problems]
    rest = words_of_problems([*elsewhere, *state.problems], scope.language)
    made = QuickForm(
        f"{here}/quick",
        f"{here}/new{'?' + link if link else ''}",
        model.label.in_(scope.language),
        identity,
        any_kind,
        fields,
        rest,
        link,
    )
    return fragment(scope, "parts/quick.html", 422 if problems else 200, q=made)


def _given(model: EntityModel, link: str) -> dict[str, str]:
    """The link a page gives; nothing where it names no link of the entity or no record."""
    key, _, identity = link.partition("=")
    relation = model.fields[key].relation if key in model.fields else None
    return {key: identity} if relation is not None and relation.kind == "one" and is_id(identity) else {}


def _fields(state: FormState, model: EntityModel) -> list[FieldState]:
    """Title and required fields always, then the first of the form, all in the form's order."""
    able = [f for f in state.fields if f.visible and not f.read_only and f.widget not in _LEFT_OUT]
    must = [f for f in able if f.required or f.problems or f.key == model.definition.title]
    more = [f for f in able if f not in must][: max(0, _MOST - len(must))]
    return [f for f in able if f in must or f in more]
