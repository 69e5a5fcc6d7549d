"""Chooses the workspace: `/w/<key>/...`, else the first part of the host name, else `main`."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dougong.host.web.errors import Refused, answer
from dougong.host.workspaces import DEFAULT, Workspace, Workspaces

_OPEN = ("/healthz", "/readyz", "/metrics")


class Tenancy:
    """Sets `request.state.workspace`, and the prefix as the root path so that routes are the same everywhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        workspaces: Workspaces = scope["app"].state.workspaces
        found = await self._find(scope, workspaces)
        if found is None:
            response = await answer(Request(scope, receive), Refused(404))
            await response(scope, receive, send)
            return
        scope["state"]["workspace"] = found
        await self._app(scope, receive, send)

    async def _find(self, scope: Scope, workspaces: Workspaces) -> Workspace | None:
        path: str = scope["path"]
        if path.startswith("/w/"):
            key = path[3:].partition("/")[0]
            scope["root_path"] = f"/w/{key}"
            if path == scope["root_path"]:
                scope["path"] = path + "/"
            return await _open(workspaces, key)
        first, dot, _ = _host(scope).partition(".")
        if dot and not first.isdigit():
            found = await _open(workspaces, first)
            if found is not None:
                return found
        return await _open(workspaces, DEFAULT)


def _host(scope: Scope) -> str:
    """The host name asked for, without port; an IPv6 address has no parts to choose by."""
    for name, value in scope["headers"]:
        if name == b"host":
            return "" if value[:1] == b"[" else str(value.decode("latin-1").partition(":")[0].lower())
    server = scope.get("server")
    return str(server[0]) if server else ""


async def _open(workspaces: Workspaces, key: str) -> Workspace | None:
    known = workspaces.known(key)
    if known is not None:
        return known
    try:
        return await run_in_threadpool(workspaces.__getitem__, key)
    except KeyError:
        return None
