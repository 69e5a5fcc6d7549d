"""The count under the bell: true when a page opens, told to all of a person's pages together, at once when they read."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from dougong.host import notices
from dougong.host.notices import Notice
from dougong.host.studio import change_sets
from dougong.host.studio import publish as publishing
from dougong.host.studio.draft import edit
from dougong.host.web.pages.notice_stream import stream, wake
from dougong.host.workspaces import Workspace
from dougong.metamodel.diff import Change
from dougong.records.query.find import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

Told = TypeVar("Told")
HOUR = 3600.0
"""Between two looks: what is told in a test is not told by waiting for the next one."""


def admin(workspace: Workspace) -> str:
    with workspace.reading(SYSTEM) as context:
        return str(find(context, Query("person", ("id",), filter='login = "admin"')).rows[0]["id"])


def tell(workspace: Workspace, who: str) -> None:
    with workspace.writing(SYSTEM) as context:
        notices.notify(context.connection, [Notice("job", who, details={"state": "done"})], context.now)


def read(workspace: Workspace, who: str) -> None:
    with workspace.writing(SYSTEM) as context:
        notices.mark_read(context.connection, who, context.now)


def alone(work: Coroutine[Any, Any, Told]) -> Told:
    """In a thread of its own: a browser that was driven before has left a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def unread(events: AsyncIterator[str]) -> int:
    """The next count told."""
    async for one in events:
        if one.startswith("data: "):
            return int(json.loads(one.removeprefix("data: "))["unread"])
    raise AssertionError("the stream has ended")


def test_a_page_that_opens_hears_what_is_so_now(workspace: Workspace) -> None:
    who = admin(workspace)

    async def open_two() -> tuple[int, int]:
        first, second = (stream(workspace, who, lambda: False, HOUR) for _ in range(2))
        before = await unread(first)
        await asyncio.to_thread(tell, workspace, who)
        after = await asyncio.wait_for(unread(second), 30)
        for one in (first, second):
            await one.aclose()
        return before, after

    assert alone(open_two()) == (0, 1)


def test_all_pages_hear_at_once_that_a_notice_was_read(workspace: Workspace) -> None:
    who = admin(workspace)
    tell(workspace, who)

    async def read_in_one() -> tuple[list[int], list[int]]:
        pages = [stream(workspace, who, lambda: False, HOUR) for _ in range(3)]
        before = [await unread(one) for one in pages]
        waiting = asyncio.gather(*map(unread, pages))
        await asyncio.to_thread(read, workspace, who)
        wake(workspace)
        after = list(await asyncio.wait_for(waiting, 30))
        for one in pages:
            await one.aclose()
        return before, after

    assert alone(read_in_one()) == ([1, 1, 1], [0, 0, 0])


def test_a_page_hears_that_another_release_is_in_force(workspace: Workspace) -> None:
    who, before = admin(workspace), workspace.revision

    async def revision(events: AsyncIterator[str]) -> int:
        async for one in events:
            if one.startswith("data: "):
                return int(json.loads(one.removeprefix("data: "))["revision"])
        raise AssertionError("the stream has ended")

    async def publish() -> tuple[int, int]:
        first = stream(workspace, who, lambda: False, HOUR)
        old = await revision(first)
        await asyncio.to_thread(released, workspace, who)
        wake(workspace)
        new = await asyncio.wait_for(revision(first), 30)
        await first.aclose()
        return old, new

    assert alone(publish()) == (before, before + 1)


def released(workspace: Workspace, who: str) -> None:
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, who, workspace.clock())
        words = {"zh-CN": "人员", "en": "Colleague"}
        edit(connection, workspace, given, who, [Change("change", ("base/entities/person.json", "label"), None, words)])
    publishing.publish(workspace, given.id, who)
