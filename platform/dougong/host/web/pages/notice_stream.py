"""How many notices a person has not read and which release is in force, told to their open pages as it changes
(server-sent events).

All streams of a workspace in a process share one look at the database every two seconds, and none is taken while nothing
was committed, by whichever process. They wake for the look together, so that none tells what another knew two seconds ago;
what a person reads in this process wakes them at once.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool

from dougong.host import notices
from dougong.host.store import documents
from dougong.host.workspaces import Workspace

EVERY = 2.0
"""Seconds between two looks."""
LASTS = 300.0
"""Seconds until a stream ends and the browser asks again, which asks anew who it is."""
_BEAT = 20.0


class Watch:
    """What the people with open pages have not read, as of at most `every` seconds ago."""

    def __init__(self, workspace: Workspace, every: float = EVERY) -> None:
        self._workspace, self._every = workspace, every
        self.people: Counter[str] = Counter()
        self._known: dict[str, tuple[int, Any]] = {}
        self._revision = 0
        self._seen: tuple[str | None, frozenset[str]] = (None, frozenset())
        self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self.woken = asyncio.Event()
        """Something was read: whoever waits looks at once."""

    async def of(self, person: str, anew: bool = False) -> tuple[int, str, int]:
        """Unread notices, the instant of the newest (ISO, UTC; empty: none), the release in force; `anew`: as of now."""
        async with self._looking:
            if anew or person not in self._seen[1] or self.woken.is_set() or self._due() <= 0:
                await self._look()
        count, at = self._known.get(person, (0, None))
        return count, at.isoformat() if at else "", self._revision

    async def pause(self) -> None:
        """Until the next look is due: the same instant for all that wait, or when something was read."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.woken.wait(), max(self._due(), 0.0))

    def _due(self) -> float:
        return self._every - (monotonic() - self._looked)

    async def _look(self) -> None:
        self.woken.clear()
        state, people = await self._workspace.states.now(), frozenset(self.people)
        if state is None or (state, people) != self._seen:
            self._known, self._revision = await run_in_threadpool(self._ask, people)
        self._seen, self._looked = (state, people), monotonic()

    def _ask(self, people: frozenset[str]) -> tuple[dict[str, tuple[int, Any]], int]:
        with self._workspace.engine.connect() as connection:
            return notices.unread(connection, sorted(people)), documents.current_revision(connection)


_WATCHES: dict[tuple[int, int], tuple[asyncio.AbstractEventLoop, Watch]] = {}


def watch_of(workspace: Workspace, every: float = EVERY) -> Watch:
    """The one of this workspace on this event loop; made with `every` where there is none."""
    loop = asyncio.get_running_loop()
    return _WATCHES.setdefault((id(workspace), id(loop)), (loop, Watch(workspace, every)))[1]


def wake(workspace: Workspace) -> None:
    """Called from any thread once a person has read something: their pages are told without waiting."""
    for (one, _), (loop, watch) in list(_WATCHES.items()):
        if one == id(workspace) and not loop.is_closed():
            loop.call_soon_threadsafe(watch.woken.set)


async def stream(
    workspace: Workspace, person: str, ending: Callable[[], bool], every: float = EVERY
) -> AsyncIterator[str]:
    """Events `{"unread", "newest", "revision"}`: the first at once, then when they change; comments between keep the line open."""
    watch = watch_of(workspace, every)
    watch.people[person] += 1
    began = spoke = monotonic()
    said: tuple[int, str, int] | None = None
    try:
        yield "retry: 3000\n\n"
        while not ending() and monotonic() - began < LASTS:
            now = await watch.of(person, anew=said is None)
            if now != said:
                said, spoke = now, monotonic()
                yield f"data: {json.dumps({'unread': now[0], 'newest': now[1], 'revision': now[2]})}\n\n"
            elif monotonic() - spoke > _BEAT:
                spoke = monotonic()
                yield ":\n\n"
            await watch.pause()
    finally:
        watch.people[person] -= 1
        if not watch.people[person]:
            del watch.people[person]
