"""Gives each request an id, and says in the log and in the measures how it went; addresses are logged without queries."""

import logging
import re
import secrets
from time import perf_counter
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.host import metrics

_LOG = logging.getLogger("dougong.request")
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUIET = ("/healthz", "/readyz", "/metrics", "/static/")


class Requests:
    """A request id from a proxy in front is kept when it looks like one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = _request_id(scope)
        began, status = perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = state["request_id"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            seconds = perf_counter() - began
            route = getattr(scope.get("route"), "path", "none")
            metrics.observe(scope["method"], route, status, seconds)
            level = logging.DEBUG if scope["path"].startswith(_QUIET) else logging.INFO
            _LOG.log(level, "%s %s %s", scope["method"], scope["path"], status, extra=_facts(scope, state, seconds))


def _facts(scope: Scope, state: dict[str, Any], seconds: float) -> dict[str, Any]:
    workspace = state.get("workspace")
    return {
        "request_id": state["request_id"],
        "ms": round(seconds * 1000, 1),
        "workspace": workspace.key if workspace else None,
        "person": state.get("person"),
        "address": scope["client"][0] if scope.get("client") else None,
    }


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN.fullmatch(given := value.decode("latin-1")):
            return str(given)
    return secrets.token_hex(8)
