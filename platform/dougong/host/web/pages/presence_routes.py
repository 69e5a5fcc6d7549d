"""Who else is here, as a stream of events, and following a record.

A page in sight holds one stream (a page behind another tab holds none, as browsers allow few connections). It is told
when somebody comes or goes and when somebody else has saved the record.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.records.meanwhile import meanwhile
from dougong.records.query.titles import titles

from . import door, follows
from .entity import readable_entity, record
from .list_page import look_of, words_of
from .presence import RENEWED, be_here, here_now, leave
from .render import draw
from .signals import go, toast
from .timeline import ChangeLine, event_words

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_LOOKS = 2.0
"""Seconds between two looks whether anything was committed, which asks no table."""
_ENDS = 300.0
"""Seconds after which the browser asks anew, with the rights of then."""


@dataclass(frozen=True, slots=True)
class _Place:
    scope: Scope
    entity: str
    id: str
    rev: int
    """Of the page that asks."""


@router.get("/{entity}/{id}/here")
async def here(scope: Signed, entity: str, id: str, request: Request, rev: int = 0) -> Response:  # noqa: A002
    """Events `here` with `{"people": html, "changed": html}`."""
    place = _Place(scope, entity, id, rev)
    first = await run_in_threadpool(_seen, place, True)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(place, first, request), media_type="text/event-stream", headers=headers)


async def _events(place: _Place, first: str, request: Request) -> AsyncIterator[str]:
    states, began, renewed, said = place.scope.workspace.states, monotonic(), monotonic(), first
    state = await states.now()
    try:
        yield f"retry: 3000\n\n{first}"
        while not _over(request, began) and not await request.is_disconnected():
            await asyncio.sleep(_LOOKS)
            due = monotonic() - renewed > RENEWED
            now = await states.now()
            if not due and now is not None and now == state:
                continue
            state = now
            try:
                found = await run_in_threadpool(_seen, place, due)
            except Refused:
                return
            if due:
                renewed = monotonic()
            yield found if found != said else ": still\n\n"
            said = found
    finally:
        asyncio.get_running_loop().run_in_executor(None, _gone, place)


def _over(request: Request, began: float) -> bool:
    """Whether the stream has lasted long enough, or the product is being stopped."""
    return monotonic() - began > _ENDS or bool(getattr(request.app.state, "ending", False))


def _seen(place: _Place, renew: bool) -> str:
    """The event as it would be sent now; renews this person's place. Refused when the record is out of sight."""
    scope = place.scope
    me = scope.viewer.person or ""
    if renew and me:
        with scope.workspace.writer.begin() as connection:
            be_here(connection, me, place.entity, place.id, scope.workspace.clock())
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, place.entity)
        row = record(context, place.entity, place.id, (model.definition.title,))
        others = [one for one in here_now(context.connection, place.entity, place.id, context.now) if one != me]
        changed: tuple[ChangeLine, ...] = ()
        by = ""
        look = look_of(scope, context)
        if place.rev and int(row["rev"]) > place.rev:
            found = meanwhile(context, place.entity, place.id, place.rev)
            changed = event_words(context, model, found.fields, look) if found.by != me else ()
            by = found.by or ""
        names = titles(context, "person", [*others, *([by] if by else [])])
        people = [str(names[one]) for one in others if one in names]
        told = {
            "people": draw("record/here.html", scope.language, people=people),
            "changed": draw(
                "record/changed.html", scope.language, by=str(names.get(by, "")), changes=changed,
                href=f"{scope.base_path}/{place.entity}/{place.id}",
            ) if changed else "",
        }  # fmt: skip
    return f"event: here\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


def _gone(place: _Place) -> None:
    scope = place.scope
    if scope.viewer.person:
        with scope.workspace.writer.begin() as connection:
            leave(connection, scope.viewer.person, place.entity, place.id)


@router.post("/{entity}/{id}/follow/{wanted}")
def follow(scope: Signed, entity: str, id: str, wanted: str) -> Response:  # noqa: A002
    """Follows (`on`) or no more (`off`)."""
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        if door.get(context, entity, id, (model.definition.title,)) is None or scope.viewer.person is None:
            raise Refused(404)
        follows.follow(context, scope.viewer.person, entity, id, wanted == "on")
    words = words_of(scope)
    said = words("You will be told what others do here") if wanted == "on" else words("You will not be told any more")
    return go(scope, f"{scope.base_path}/{entity}/{id}", toast(said))
