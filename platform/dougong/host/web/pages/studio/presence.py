"""Who else is in the same draft, and at which part; what they change is told and shown as it happens (server-sent events).

A page in sight holds one stream. It looks whether anything was committed, which asks no table, and only then asks for more.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection, and_, delete, insert, select
from starlette.concurrency import run_in_threadpool

from dougong.host.access import people
from dougong.host.store.tables import presence as table
from dougong.host.studio import change_sets, draft
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.presence import LASTS, RENEWED
from dougong.host.web.pages.render import draw
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import wording
from dougong.metamodel.problem import ProblemsFound

from .shell import DESIGNERS, PREFIX, Designing

router = APIRouter(prefix=PREFIX, include_in_schema=False)
_LOOKS = 0.8
"""Seconds between two looks."""
_ENDS = 300.0
"""Seconds after which the browser asks anew, with the rights of then."""
_PLACE = "studio"
_ID = r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"
Address = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody else in the draft: `at` is the address they look at, `part` what they have chosen there."""

    name: str
    at: str
    part: str
    where: str


@dataclass(frozen=True, slots=True)
class _Watch:
    scope: Scope
    set_id: str


@router.post("/here")
def be_there(
    scope: Designing, at: Address = "", part: Address = "", given: Annotated[str, Form(alias="set", pattern=_ID)] = ""
) -> Response:
    """Says which part the person has chosen."""
    if given:
        with scope.workspace.writer.begin() as connection:
            _be_at(connection, scope, given, f"{at}#{part}")
    return Response(status_code=204)


@router.get("/stream")
async def stream(
    scope: Designing, request: Request, given: Annotated[str, Query(alias="set", pattern=_ID)] = "", at: str = ""
) -> Response:
    """Events `draft` with `{"people": html, "peers": [...], "state", "said"}`; ends after five minutes and is asked for again."""
    watch = _Watch(scope, given)
    await run_in_threadpool(_renew, watch, at[:300])
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(watch, request), media_type="text/event-stream", headers=headers)


async def _events(watch: _Watch, request: Request) -> AsyncIterator[str]:
    states, began, renewed = watch.scope.workspace.states, monotonic(), monotonic()
    told, state, last = "", await states.now(), 0
    try:
        yield "retry: 3000\n\n"
        told, last = await run_in_threadpool(_seen, watch, None)
        yield told
        while not _over(request, began) and not await request.is_disconnected():
            await asyncio.sleep(_LOOKS)
            if monotonic() - renewed > RENEWED:
                await run_in_threadpool(_renew, watch)
                renewed = monotonic()
            now = await states.now()
            if now is not None and now == state:
                continue
            state = now
            found, last = await run_in_threadpool(_seen, watch, last)
            yield found if found != told else ": still\n\n"
            told = found
    finally:
        asyncio.get_running_loop().run_in_executor(None, _gone, watch)


def _over(request: Request, began: float) -> bool:
    return monotonic() - began > _ENDS or bool(getattr(request.app.state, "ending", False))


def _seen(watch: _Watch, last: int | None) -> tuple[str, int]:
    """The event as it would be sent now, and the number of the newest gesture; gestures after `last` are told in words."""
    scope = watch.scope
    me, workspace = str(scope.viewer.person), scope.workspace
    with workspace.engine.connect() as connection:
        names = {one.id: one.name for one in people.everyone(connection, workspace.store)}
        try:
            found = draft.draft_of(connection, workspace, change_sets.find(connection, watch.set_id, me))
        except ProblemsFound:
            return _event("", (), "", ""), 0
        there = _others(connection, scope, watch.set_id, names)
    newest = max((one.id for one in found.made), default=0)
    fresh = [one for one in found.made if last is not None and one.id > last and one.person != me and one.changes]
    said = ""
    if fresh:
        words = wording(fresh[-1].changes[0], found.now, found.after).in_(scope.language)
        said = words_of(scope)("{name}: {what}", name=names.get(fresh[-1].person, "?"), what=words)
    html = draw("studio/peers.html", scope.language, peers=there) if there else ""
    return _event(html, there, found.state, said), newest


def _event(html: str, peers: tuple[Peer, ...], state: str, said: str) -> str:
    told = {
        "people": html, "state": state, "said": said,
        "peers": [{"name": one.name, "at": one.at, "part": one.part} for one in peers],
    }  # fmt: skip
    return f"event: draft\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


def _others(connection: Connection, scope: Scope, set_id: str, names: dict[str, str]) -> tuple[Peer, ...]:
    rows = connection.execute(
        select(table.c.person, table.c.entity)
        .where(
            table.c.record == set_id, table.c.until >= scope.workspace.clock(), table.c.person != scope.viewer.person
        )
        .order_by(table.c.person)
    )
    found = []
    for person, place in rows:
        at, _, part = str(place).removeprefix(_PLACE).partition("#")
        below = at.partition(PREFIX)[2]
        key = below.strip("/").partition("/")[0]
        where = next((one.label.in_(scope.language) for one in DESIGNERS if one.path.strip("/") == key), "")
        if person in names:
            found.append(Peer(names[person], at, part, where))
    return tuple(found)


def _renew(watch: _Watch, at: str | None = None) -> None:
    scope = watch.scope
    if not watch.set_id or not scope.viewer.person:
        return
    with scope.workspace.writer.begin() as connection:
        if at is None:
            mine = and_(table.c.person == scope.viewer.person, table.c.record == watch.set_id)
            now = scope.workspace.clock()
            connection.execute(table.update().where(mine).values(until=now + LASTS))
        else:
            _be_at(connection, scope, watch.set_id, f"{at}#")


def _be_at(connection: Connection, scope: Scope, set_id: str, place: str) -> None:
    """One row per person and draft; rows that have run out go. Only of a draft that is theirs to work on."""
    person, now = str(scope.viewer.person), scope.workspace.clock()
    change_sets.find(connection, set_id, person)
    _leave(connection, person, set_id)
    connection.execute(delete(table).where(table.c.until < now))
    row = {"person": person, "entity": f"{_PLACE}{place}", "record": set_id, "until": now + LASTS}
    connection.execute(insert(table).values(row))


def _leave(connection: Connection, person: str, set_id: str) -> None:
    connection.execute(delete(table).where(table.c.person == person, table.c.record == set_id))


def _gone(watch: _Watch) -> None:
    if watch.scope.viewer.person and watch.set_id:
        with watch.scope.workspace.writer.begin() as connection:
            _leave(connection, watch.scope.viewer.person, watch.set_id)
