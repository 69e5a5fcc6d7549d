"""Refuses bodies larger than the setting, by their announced length and, unannounced, while they arrive."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.host.web.errors import Refused, answer
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text


class BodyLimit:
    """`limit` in bytes."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not announced.isdigit() or int(announced) > self._limit:
            response = await answer(Request(scope, receive), self._refusal())
            await response(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self._limit:
                raise self._refusal()
            return message

        await self._app(scope, counted, send)

    def _refusal(self) -> Refused:
        size = self._limit >> 20
        return Refused(413, [Problem("too_large", text(f"最多 {size} MB", f"At most {size} MB"))])
