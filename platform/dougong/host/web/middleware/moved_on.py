"""A request that a release overtook is done again: it began by definitions whose tables are not there any more.

Only what had not been answered, and had stored nothing: the transaction it was in was rolled back as a whole.
"""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.host.web.scope import workspace_of

_TRIES = 3
_MOST = 4 << 20
"""Octets of a body that is kept to be read again; a larger one is an upload, whose failure is told."""
_SAFE = {"GET", "HEAD", "OPTIONS"}
_STALE = {"42703", "42P01", "0A000", "42704"}
"""SQLSTATE: undefined column, undefined table, `cached plan must not change result type`, undefined object."""
_stored: ContextVar[list[bool] | None] = ContextVar("stored", default=None)


class MovedOn:
    """Stands inside `Failures`, which answers what cannot be done again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive)
        answered = False

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        for left in reversed(range(_TRIES)):
            stored: list[bool] = []
            token = _stored.set(stored)
            try:
                await self._app(scope, body.again(), watched)
                return
            except DBAPIError as error:
                harmless = scope["method"] in _SAFE or not stored
                if answered or not left or not harmless or not body.whole or not stale(error):
                    raise
                workspace_of(Request(scope)).forget()
                scope["state"]["data_state"] = None  # what was known of the caller is of the earlier release too
            finally:
                _stored.reset(token)


def stale(error: DBAPIError) -> bool:
    """Whether a statement named what is not there: a table or column of an earlier release."""
    state = getattr(error.orig, "sqlstate", None)
    words = str(error.orig)
    return state in _STALE or "no such column" in words or "no such table" in words


@event.listens_for(Engine, "commit")
def _committed(_: Any) -> None:
    found = _stored.get()
    if found is not None:
        found.append(True)


class _Body:
    """What has arrived of a request's body, given out again from the start."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._kept: list[Message] = []
        self._size = 0
        self.whole = True

    def again(self) -> Receive:
        place = 0

        async def given() -> Message:
            nonlocal place
            if place < len(self._kept):
                place += 1
                return self._kept[place - 1]
            message = await self._receive()
            if message["type"] == "http.request":
                self._size += len(message.get("body", b""))
                self.whole = self._size <= _MOST
                if self.whole:
                    self._kept.append(message)
                    place += 1
                else:
                    self._kept.clear()
            return message

        return given
