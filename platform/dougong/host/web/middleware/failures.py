"""The last net: an error nobody answered becomes a 500 with the request's id, and a log entry with everything else."""

import logging

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.host.web.errors import answer

_LOG = logging.getLogger("dougong.error")


class Failures:
    """Stands inside the headers and the log, so that a failure's answer has them too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            _LOG.exception("request failed", extra={"request_id": scope["state"]["request_id"]})
            if started:
                raise
            response = await answer(Request(scope, receive), error)
            await response(scope, receive, send)
