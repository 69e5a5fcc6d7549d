"""Requests that wait at the same time are worked on together, in one thread; whoever comes meanwhile is in the next group.

Nobody is made to wait for company: a request that finds nothing under way begins at once. A group that only waits for
the disk lets the next one begin.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

Item = TypeVar("Item")
Result = TypeVar("Result")
GoOn = Callable[[], None]


class Together(Generic[Item, Result]):
    """Used on one event loop. `work` gives one result per item, in order, and does not raise; it may call what it is
    given when all that is left for it is to wait."""

    def __init__(self, work: Callable[[Sequence[Item], GoOn], Sequence[Result]], most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._tasks = set[asyncio.Task[None]]()
        self._busy = False

    async def do(self, item: Item) -> Result:
        """The item's result; it is worked on even when the caller goes away."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if not self._busy:
            self._begin()
        return await future

    def _begin(self) -> None:
        self._busy = bool(self._waiting)
        if self._busy:
            task = asyncio.get_running_loop().create_task(self._group())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _group(self) -> None:
        loop, began = asyncio.get_running_loop(), False
        some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]

        def begin_next() -> None:
            nonlocal began
            if not began:
                began = True
                self._begin()

        def go_on() -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(begin_next)

        try:
            results = await run_in_threadpool(self._work, [item for item, _ in some], go_on)
        except Exception as error:
            for _, future in some:
                if not future.done():
                    future.set_exception(error)
        else:
            for (_, future), result in zip(some, results, strict=True):
                if not future.done():
                    future.set_result(result)
        finally:
            begin_next()
