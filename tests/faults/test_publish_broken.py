"""A release that breaks off without a crash: the database fails half way, or whoever published closes the laptop."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from dougong.host.access import people, sessions
from dougong.host.main import create_app
from dougong.host.studio import change_sets
from dougong.host.studio.draft import edit
from dougong.host.studio.publish import publish
from dougong.host.testing.database import Database
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.diff import Change
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from .test_publish_kill import CHANGES, MACHINE, add, whole
from tests.api.conftest import with_shop
from tests.support.copies import Make


@pytest.fixture
def contents() -> Make:
    return with_shop


@pytest.fixture
def workspace(database: Database) -> Iterator[Workspace]:
    found = open_workspace(database.settings, database.key)
    yield found
    found.close()


def drafted(workspace: Workspace, *changes: Change) -> tuple[str, str]:
    """A draft, and the administrator whose it is."""
    with workspace.writing(SYSTEM) as context:
        admin = people.by_login(context.connection, context.store, "admin")
        assert admin is not None
        rows = [{"name": f"M{n}", "price": str(n), "weight": f"{n}.125", "mail": f"m{n}@example.com"} for n in range(9)]
        assert write(context, [Create("machine", row) for row in rows], Cause("test")).written
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, admin.id, workspace.clock())
        edit(connection, workspace, given, admin.id, changes)
    return given.id, admin.id


@contextmanager
def failing(workspace: Workspace, at: int) -> Iterator[list[str]]:
    """The statement of this number, and all after it, fail as on a full disk."""
    seen: list[str] = []

    def fail(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        seen.append(statement)
        if len(seen) > at:
            raise OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    event.listen(workspace.writer, "before_cursor_execute", fail)
    try:
        yield seen
    finally:
        event.remove(workspace.writer, "before_cursor_execute", fail)


def test_a_database_that_fails_half_way_leaves_everything_as_it_was(workspace: Workspace) -> None:
    given, person = drafted(workspace, *CHANGES)
    before = whole(workspace)
    with failing(workspace, 10**6) as every, pytest.raises(ProblemsFound):
        publish(workspace, given, person, expected=-1, allow_drop=True)
    looked = len(every)
    for at in (looked + 5, looked + 25, looked + 45):
        with failing(workspace, at), pytest.raises(ProblemsFound) as told:
            publish(workspace, given, person, allow_drop=True)
        (problem,) = told.value.problems
        assert problem.code == "not_finished"
        assert "Nothing was changed" in problem.message.en
        assert problem.fix is not None
        assert "disk is full" in problem.fix.en
        assert whole(workspace) == before
    publish(workspace, given, person, allow_drop=True)
    assert whole(workspace)["revision"] == before["revision"] + 1


def test_a_value_that_came_twice_meanwhile_is_told_and_nothing_holds(workspace: Workspace) -> None:
    given, person = drafted(workspace, Change("put", (MACHINE, "unique"), None, [["price"]]))
    before = whole(workspace)
    with workspace.writing(SYSTEM) as context:
        assert write(context, [Create("machine", {"name": "Same", "price": "3"})], Cause("test")).written
    with pytest.raises(ProblemsFound) as told:
        publish(workspace, given, person)
    assert "duplicates" in told.value.problems[0].message.en
    assert whole(workspace)["revision"] == before["revision"]


def test_whoever_closes_the_laptop_finds_the_release_made(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if database.dialect != "sqlite":
        pytest.skip("what the server does when a browser is gone is the same on every database")
    settings = database.settings.model_copy(update={"rate_limit": 0, "allowed_hosts": ("*",)})
    workspace = open_workspace(settings, database.key)
    _, person = drafted(workspace, add("size", type="text"))
    with workspace.writer.begin() as connection:
        cookie = sessions.begin(connection, person, workspace.clock(), 30)[0]
    begun, gone = threading.Event(), threading.Event()
    from dougong.host.studio import publish as module

    switch = module.switch

    def slowly(*given: Any, **named: Any) -> Any:
        begun.set()
        assert gone.wait(30)
        return switch(*given, **named)

    monkeypatch.setattr(module, "switch", slowly)
    base = "" if database.key == DEFAULT else f"/w/{database.key}"
    with serving(create_app(settings, work=False)) as address:
        cookies = {f"dougong_{database.key}": cookie}
        with httpx.Client(base_url=address + base, cookies=cookies, timeout=30) as client:
            page = client.get("/studio/publish").text
            token = re.findall(r'name="_csrf" value="([^"]+)"', page)[0]
            values = {
                "_csrf": token, "note": "Sizes", "expected": re.findall(r'name="expected" value="(\d+)"', page)[0],
                "change": re.findall(r'name="change" value="([\d,]+)"', page),
            }  # fmt: skip

            def press() -> None:
                with pytest.raises(httpx.ReadTimeout):
                    httpx.post(f"{address}{base}/studio/publish", data=values, cookies=cookies, timeout=1)

            laptop = threading.Thread(target=press)
            laptop.start()
            assert begun.wait(30)
            laptop.join(30)
            gone.set()
            for _ in range(400):
                if "Sizes" in client.get("/studio/releases").text:
                    break
            assert "Sizes" in client.get("/studio/releases").text
            assert (
                "size" in client.get("/api/v1/machine?limit=1").text
                or "size" in workspace.store.model.entities["machine"].fields
            )
    workspace.close()
