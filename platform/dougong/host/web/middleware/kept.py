"""Answers a request of the API from memory when the same token asked the same on the same data (ADR 0080).

The answer is byte for byte the one sent before, revoked tokens and changed rights included: both are data. Not here:
what may be kept; an endpoint says so by `answers.keep_until`.
"""

from hashlib import sha256
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.host.answers import Answers, Kept
from dougong.host.workspaces import Workspace

_LARGEST_QUESTION = 16 << 10
_NAMED = frozenset({b"accept-encoding", b"content-type"})
_OTHERS = frozenset({b"cookie", b"if-none-match", b"range"})


class KeptAnswers:
    """Stands outside the compression, so that what is kept is what is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope) if scope["type"] == "http" else None
        if key is None:
            await self._app(scope, receive, send)
            return
        if scope["method"] == "POST":
            first = await receive()
            receive = _again(first, receive)
            if first["type"] != "http.request" or first.get("more_body"):
                await self._app(scope, receive, send)
                return
            key = (*key, first.get("body", b""))
        workspace: Workspace = scope["state"]["workspace"]
        answers: Answers = workspace.answers
        state = scope["state"]["data_state"] = await workspace.states.now()
        if state is None:
            await self._app(scope, receive, send)
            return
        kept = answers.find(key, state, workspace.clock())
        if kept is None:
            await self._app(scope, receive, _keeping(answers, key, state, scope, send))
            return
        scope["state"]["person"] = kept.person
        scope["route"] = kept.route
        await send({"type": "http.response.start", "status": 200, "headers": list(kept.headers)})
        await send({"type": "http.response.body", "body": kept.body})


def _key(scope: Scope) -> tuple[Any, ...] | None:
    """What the answer depends on besides data and time; None for a request that is never answered from memory."""
    path: str = scope["path"]
    reads = scope["method"] == "GET" or (scope["method"] == "POST" and path.endswith(":aggregate"))
    if not reads or "/api/v1/" not in path:
        return None
    named = []
    for header in scope["headers"]:
        if header[0] in _OTHERS:
            return None
        if header[0] == b"authorization":
            named.append((header[0], sha256(header[1]).digest()))
        elif header[0] in _NAMED:
            named.append(header)
        elif header[0] == b"content-length" and (not header[1].isdigit() or int(header[1]) > _LARGEST_QUESTION):
            return None
    if not any(name == b"authorization" for name, _ in named):
        return None
    return (scope["method"], path, scope["query_string"], tuple(named))


def _again(first: Message, receive: Receive) -> Receive:
    """A `receive` that gives a message once more before it goes on."""
    waiting: list[Message] = [first]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received


def _keeping(answers: Answers, key: tuple[Any, ...], state: str, scope: Scope, send: Send) -> Send:
    """A `send` that keeps what passes, if its endpoint said how long it lasts."""
    start: Message = {}

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message, headers=list(message["headers"]))
        elif not message.get("more_body") and start.get("status") == 200:
            until = scope["state"].get("keep_until")
            headers = start.pop("headers", None)  # a second body message finds none: it was sent in pieces
            if until is not None and headers is not None and not any(name == b"set-cookie" for name, _ in headers):
                route, person = scope.get("route"), scope["state"].get("person")
                answers.keep(key, Kept(state, until, tuple(headers), message.get("body", b""), person, route))
        else:
            start.pop("headers", None)
        await send(message)

    return sent
