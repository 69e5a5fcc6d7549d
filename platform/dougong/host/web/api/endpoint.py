"""Endpoints of the API as plain functions: one thread per request does all of it, from the token to the bytes.

FastAPI's injection is not used here: it cost more than the queries (docs/benchmarks.md).
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dougong.host.access import api_use
from dougong.host.answers import keep_until
from dougong.host.web.scope import Scope, caller
from dougong.records.context import Context
from dougong.records.lasting import lasts_until


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the API: who asks, and the body as it was sent."""

    request: Request
    scope: Scope
    body: bytes

    def path(self, name: str) -> str:
        """A part of the address."""
        found: str = self.request.path_params[name]
        return found

    def reading(self) -> AbstractContextManager[Context]:
        """A context on the records, by the definitions that were in force when the token was looked up."""
        workspace, viewer, store = self.scope.workspace, self.scope.viewer, self.scope.store
        return workspace.asking(viewer, store) if store is not None else workspace.reading(viewer)

    def keep(self, context: Context, volatile: bool) -> None:
        """Says how long the answer lasts on unchanged data; only what a bearer token asked is kept."""
        if self.scope.store is not None and not volatile:
            keep_until(self.request, lasts_until(context))


def endpoint(path: str, work: Callable[[Asked], Response], methods: Sequence[str] = ("GET",)) -> Route:
    """A route; errors of `work` are answered by `web.errors` like all others."""

    async def run(request: Request) -> Response:
        request.scope["route"] = route
        return await run_in_threadpool(run_alone, request, await request.body(), work)

    route = Route(path, run, methods=list(methods))
    return route


def run_alone(request: Request, body: bytes, work: Callable[[Asked], Response]) -> Response:
    asked = Asked(request, caller(request), body)
    entity = request.path_params.get("entity")
    if asked.scope.token is not None and entity is not None:
        api_use.note(asked.scope.workspace, asked.scope.token.id, entity)
    return work(asked)
