"""Requests that wait at the same time are worked on together, in one thread; whoever comes meanwhile is in the next group.

Nobody is made to wait for company: a request that finds nothing under way begins at once.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Used on one event loop. `work` gives one result per item, in order, and does not raise."""

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """The item's result; it is worked on even when the caller goes away."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._go_on())
        return await future

    async def _go_on(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                try:
                    results = await run_in_threadpool(self._work, [item for item, _ in some])
                except Exception as error:
                    for _, future in some:
                        if not future.done():
                            future.set_exception(error)
                    continue
                for (_, future), result in zip(some, results, strict=True):
                    if not future.done():
                        future.set_result(result)
        finally:
            self._task = None
