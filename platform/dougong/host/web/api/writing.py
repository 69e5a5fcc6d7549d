"""Endpoints that write one record: with those that wait at the same time where that may be, else like all others."""

from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dougong.host.web.scope import workspace_of
from dougong.host.workspaces import Workspace

from .endpoint import Asked, run_alone
from .single import MOST, Reader, Waiting, may_wait, write_together
from .together import Together

_Queue = Together[Waiting, Response | Exception | None]
_QUEUES: "WeakKeyDictionary[AbstractEventLoop, WeakKeyDictionary[Workspace, _Queue]]" = WeakKeyDictionary()


def writing(path: str, work: Callable[[Asked], Response], read: Reader, methods: Sequence[str]) -> Route:
    """A route; `work` does all of a request by itself, `read` only makes its change."""

    async def run(request: Request) -> Response:
        request.scope["route"] = route
        body = await request.body()
        if may_wait(request, body):
            found = await _queue_of(workspace_of(request)).do(Waiting(request, body, read))
            if isinstance(found, Exception):
                raise found
            if found is not None:
                return found
        return await run_in_threadpool(run_alone, request, body, work)

    route = Route(path, run, methods=list(methods))
    return route


def _queue_of(workspace: Workspace) -> _Queue:
    """One per workspace and event loop."""
    queues = _QUEUES.setdefault(get_running_loop(), WeakKeyDictionary())
    found = queues.get(workspace)
    if found is None:
        found = queues[workspace] = Together(write_together, MOST)
    return found
