"""Addresses of comments: changed or taken back by who wrote them, and the people who may be named in one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from dougong.host import notices
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.search import nearness
from dougong.records.values import Query

from . import comments, door
from .comments import Comment
from .entity import readable_entity, record
from .link_targets import telling_fields, told_apart
from .list_page import look_of, words_of
from .mentions import marked, unmarked
from .part import part
from .render import fragment
from .signals import alive, go, toast
from .told import comment_entry

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_OFFERED = 8
_LOOKED_AT = 200
"""People found among whom the nearest are offered."""


@router.get("/{entity}/{id}/mention")
def people(scope: Signed, entity: str, id: str, q: str = "") -> Response:  # noqa: A002
    """At most eight people by name, pinyin or initials: those whose name begins so first."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        record(context, entity, id, (model.definition.title,))
        person = context.store.model.entities["person"]
        title, telling = person.definition.title, telling_fields(context, person)
        typed = q.strip()[:40]
        query = Query("person", (title, *telling), "active", typed, (title,), _LOOKED_AT if typed else _OFFERED)
        look = look_of(scope, context)
        near = sorted(door.find(context, query).rows, key=lambda row: nearness(str(row.get(title) or ""), typed))
        found = [
            (str(row["id"]), str(row.get(title) or "—"), told_apart(person, row, telling, look))
            for row in near[:_OFFERED]
        ]
        return fragment(scope, "record/people.html", people=found)


@router.get("/{entity}/{id}/comment/{comment}")
def show_comment(scope: Signed, entity: str, id: str, comment: str, edit: str = "") -> Response:  # noqa: A002
    """One comment, or with `edit` the form that changes it."""
    with scope.workspace.reading(scope.viewer) as context:
        found = _comment(context, entity, id, comment)
        return _shown(scope, context, entity, id, found, bool(edit))


def _shown(scope: Scope, context: Context, entity: str, identity: str, found: Comment, edit: bool) -> Response:
    model, look = readable_entity(context, entity), look_of(scope, context)
    here = f"{scope.base_path}/{entity}/{identity}"
    if edit:
        _mine(found, context)
        words, who = unmarked(found.words)
        values: dict[str, Any] = {"href": here, "id": found.id, "words": words, "who": who}
        return part(scope, context, model, "record/comment_edit.html", words_of(scope)("Comment"), **values)
    names = {key: str(name or "") for key, name in titles(context, "person", comments.people_in([found])).items()}
    entry = comment_entry(context, found, names, look)
    return part(scope, context, model, "record/comment.html", words_of(scope)("Comment"), e=entry, href=here)


@router.post("/{entity}/{id}/comment/{comment}")
async def change(scope: Signed, entity: str, id: str, comment: str, request: Request) -> Response:  # noqa: A002
    """New words; none, or `do=delete`, take it back."""
    return await run_in_threadpool(_change, scope, entity, id, comment, await request.form())


def _change(scope: Scope, entity: str, identity: str, key: str, form: FormData) -> Response:
    words = "" if form.get("do") == "delete" else str(form.get("words", "")).replace("\r\n", "\n").strip()
    with scope.workspace.writing(scope.viewer) as context:
        found = _comment(context, entity, identity, key)
        _mine(found, context)
        kept = marked(context, words, [str(one) for one in form.getlist("who")]) if words else ""
        if kept != found.words:
            named = comments.change(context, found, kept)
            notices.mentioned(context, named, entity, identity, comments.plain(kept), found.id)
        if alive(scope):
            return _shown(scope, context, entity, identity, _comment(context, entity, identity, key), False)
    said = words_of(scope)("Saved") if words else words_of(scope)("Taken back")
    return go(scope, f"{scope.base_path}/{entity}/{identity}", toast(said))


def _comment(context: Context, entity: str, identity: str, key: str) -> Comment:
    model = readable_entity(context, entity)
    record(context, entity, identity, (model.definition.title,))
    found = comments.comment_of(context, entity, identity, key)
    if found is None:
        raise Refused(404)
    return found


def _mine(found: Comment, context: Context) -> None:
    if found.gone or found.person != context.viewer.person:
        raise Refused(403)
