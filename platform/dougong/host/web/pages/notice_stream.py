"""How many notices a person has not read, told to their open pages as it changes (server-sent events).

All streams of a workspace in a process share one look at the database every two seconds, and none is taken while nothing
was committed, by whichever process.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool

from dougong.host import notices
from dougong.host.workspaces import Workspace

EVERY = 2.0
"""Seconds between two looks."""
LASTS = 300.0
"""Seconds until a stream ends and the browser asks again, which asks anew who it is."""
_BEAT = 20.0


class Watch:
    """What the people with open pages have not read, as of at most `EVERY` seconds ago."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.people: Counter[str] = Counter()
        self._known: dict[str, tuple[int, Any]] = {}
        self._seen: tuple[str | None, frozenset[str]] = (None, frozenset())
        self._looked = float("-inf")
        self._looking = asyncio.Lock()

    async def of(self, person: str) -> tuple[int, str]:
        """Unread notices and the instant of the newest (ISO, UTC; empty: none)."""
        async with self._looking:
            if person not in self._seen[1] or monotonic() - self._looked >= EVERY:
                await self._look()
        count, at = self._known.get(person, (0, None))
        return count, at.isoformat() if at else ""

    async def _look(self) -> None:
        state, people = await self._workspace.states.now(), frozenset(self.people)
        if state is None or (state, people) != self._seen:
            self._known = await run_in_threadpool(self._ask, people)
        self._seen, self._looked = (state, people), monotonic()

    def _ask(self, people: frozenset[str]) -> dict[str, tuple[int, Any]]:
        with self._workspace.engine.connect() as connection:
            return notices.unread(connection, sorted(people))


_WATCHES: dict[tuple[int, int], Watch] = {}


def watch_of(workspace: Workspace) -> Watch:
    """The one of this workspace on this event loop."""
    key = (id(workspace), id(asyncio.get_running_loop()))
    return _WATCHES.setdefault(key, Watch(workspace))


async def stream(
    workspace: Workspace, person: str, ending: Callable[[], bool], every: float = EVERY
) -> AsyncIterator[str]:
    """Events `{"unread", "newest"}`: the first at once, then when they change; comments between keep the line open."""
    watch = watch_of(workspace)
    watch.people[person] += 1
    began = spoke = monotonic()
    said: tuple[int, str] | None = None
    try:
        yield "retry: 3000\n\n"
        while not ending() and monotonic() - began < LASTS:
            now = await watch.of(person)
            if now != said:
                said, spoke = now, monotonic()
                yield f"data: {json.dumps({'unread': now[0], 'newest': now[1]})}\n\n"
            elif monotonic() - spoke > _BEAT:
                spoke = monotonic()
                yield ":\n\n"
            await asyncio.sleep(every)
    finally:
        watch.people[person] -= 1
        if not watch.people[person]:
            del watch.people[person]
