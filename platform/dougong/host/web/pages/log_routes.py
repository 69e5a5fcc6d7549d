"""Addresses of a record's stream: its pages, the quick log, the next step ticked off, put off or handed over."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from dougong.host import notices
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.values import Update

from . import comments, door
from .composer import COMMENT, Sent, composer, read_sent, write_log
from .entity import readable_entity, record
from .follows import follow, tell_followers
from .form_entry import read_entry
from .list_page import look_of, words_of
from .logs import log_sources
from .mentions import marked
from .next_step import may_step
from .part import part
from .signals import done, go, toast
from .stream import stream
from .told import told

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/{entity}/{id}/history")
@router.get("/{entity}/{id}/stream")
def record_stream(scope: Signed, entity: str, id: str, only: str = "", behind: str = "") -> Response:  # noqa: A002
    """A page of the stream; `only` names a sort of entries, `behind` continues."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        record(context, entity, id, (model.definition.title,))
        look = look_of(scope, context)
        found = stream(context, model, id, only, behind)
        shown: dict[str, Any] = {
            "days": told(context, model, found, look), "next": found.next, "only": only,
            "href": f"{look.base}/{entity}/{id}", "first": not behind, "at": "stream",
        }  # fmt: skip
        return part(scope, context, model, "record/stream.html", words_of(scope)("Timeline"), **shown)


@router.post("/{entity}/{id}/log")
async def log(scope: Signed, entity: str, id: str, request: Request) -> Response:  # noqa: A002
    """Writes down what was done or said; what stands in the way is shown above the words, which are kept."""
    return await run_in_threadpool(_log, scope, entity, id, await request.form())


def _log(scope: Scope, entity: str, identity: str, form: FormData) -> Response:
    here = f"{scope.base_path}/{entity}/{identity}"
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        record(context, entity, identity, (model.definition.title,))
        look = look_of(scope, context)
        sent = read_sent(context, model, form, look)
        problems = _written(context, entity, identity, sent, [str(one) for one in form.getlist("who")])
        if problems:
            shown = Sent(sent.id, sent.way, sent.words, sent.source, sent.entry, problems)
            made = composer(context, model, identity, look, shown)
            return part(scope, context, model, "record/composer.html", words_of(scope)("Log"), 422, c=made)
    said = words_of(scope)("Said") if sent.way == COMMENT else words_of(scope)("Logged")
    return go(scope, here, toast(said), {"logged": {}})


def _written(context: Context, entity: str, identity: str, sent: Sent, chosen: list[str]) -> tuple[Problem, ...]:
    if not sent.words:
        return (Problem("blank", text("先写点什么", "Write something first"), "words"),)
    if sent.way == COMMENT:
        _said(context, entity, identity, sent, chosen)
        return ()
    if sent.source is None:
        return (Problem("way", text("请选择一种方式", "Choose what it was"), "way"),)
    problems = write_log(context, entity, identity, sent)
    if not problems:
        tell_followers(context, entity, identity, {"words": sent.words[:200]})
    return problems


def _said(context: Context, entity: str, identity: str, sent: Sent, chosen: list[str]) -> None:
    """A comment: those named are told and follow from now on, as does who wrote it."""
    words = marked(context, sent.words, chosen)
    made, named = comments.say(context, entity, identity, words, sent.id)
    notices.mentioned(context, named, entity, identity, comments.plain(words), made)
    if context.viewer.person:
        follow(context, context.viewer.person, entity, identity)
    tell_followers(context, entity, identity, {"words": comments.plain(words)[:200]}, named)


@router.post("/{entity}/{id}/step/{log_entity}/{row}")
async def step(scope: Signed, entity: str, id: str, log_entity: str, row: str, request: Request) -> Response:  # noqa: A002
    """`do=done` ticks an open log off, `f.<day>` puts it off, `f.owner` hands it over."""
    return await run_in_threadpool(_step, scope, entity, id, log_entity, row, await request.form())


def _step(scope: Scope, entity: str, identity: str, key: str, row: str, form: FormData) -> Response:
    words = words_of(scope)
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        record(context, entity, identity, (model.definition.title,))
        source = next((one for one in log_sources(context, model) if one.key == key), None)
        if source is None or not may_step(context, source):
            raise Refused(404)
        entry = read_entry(context.store.model, source.entity, form, look_of(scope, context).local)
        finished = form.get("do") == "done"
        values: dict[str, Any] = dict(source.log.done) if finished else {
            name: value for name, value in entry.values.items() if name in (source.log.next, "owner")
        }  # fmt: skip
        problems = list(entry.problems)
        if not problems and values:
            problems = list(door.write(context, [Update(key, row, values)], Cause("user")).problems)
        if problems or not values:
            said = problems[0].message.in_(scope.language) if problems else words("Nothing was changed")
            return done(scope, toast(said, bad=True))
    return go(scope, f"{scope.base_path}/{entity}/{identity}", toast(words("Done") if finished else words("Saved")))
