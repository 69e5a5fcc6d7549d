"""Puts the cookies that were asked for during the request on its answer."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.host.web.cookies import apply_cookies, is_asked


class Cookies:
    """See `web.cookies`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "workspace" not in scope["state"]:
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and is_asked(scope["state"]):
                jar = Response()
                apply_cookies(Request(scope), jar)
                headers = MutableHeaders(scope=message)
                for value in jar.headers.getlist("set-cookie"):
                    headers.append("set-cookie", value)
            await send(message)

        await self._app(scope, receive, answer)
