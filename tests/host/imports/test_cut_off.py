"""An import from the shell whose process died: the page says it has stopped, and goes on with it."""

import pytest

from dougong.host import jobs
from dougong.host.imports import batches, service
from dougong.host.imports import run as running
from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.testing.clock import FixedClock
from dougong.host.web.errors import Refused
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import ProblemsFound
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.support.pages import csrf, visitor

ROWS = 25


class Killed(BaseException):
    """Like a process that ends: nothing tidies up."""


@pytest.fixture
def cut_off(workspace: Workspace, library: Bundle, monkeypatch: pytest.MonkeyPatch) -> str:
    """A batch of 25 rows in chunks of ten, its process gone after the first."""
    return _cut_off(workspace, library, monkeypatch)


def _cut_off(workspace: Workspace, library: Bundle, monkeypatch: pytest.MonkeyPatch) -> str:
    install(workspace, library, with_samples=False)
    monkeypatch.setattr(running, "ROWS", 10)
    content = "\n".join(["name,pages", *(f"Book {n},{n}" for n in range(ROWS))]).encode()
    found = service.upload(workspace, SYSTEM, "book", content, "books.csv")
    service.check(workspace, SYSTEM, found.batch, found.plan)

    def killed(done: int, total: int) -> bool:
        raise Killed

    with pytest.raises(Killed):
        running.run(workspace, SYSTEM, found.batch, killed)
    return found.batch


def books(workspace: Workspace) -> int:
    with workspace.reading(SYSTEM) as context:
        return find(context, Query("book", ("id",), limit=0, total="exact")).total or 0


def test_it_is_running_until_it_has_not_moved_for_a_minute(
    workspace: Workspace, clock: FixedClock, cut_off: str
) -> None:
    with workspace.engine.connect() as connection:
        batch = batches.get(connection, cut_off)
    assert batch is not None
    assert batch.state_at(clock()) == "running"
    with pytest.raises(Refused):
        service.start(workspace, SYSTEM, cut_off)
    assert batch.state_at(clock.advance(seconds=61)) == "stopped"


def test_the_page_says_so_and_goes_on(
    home: Settings, library: Bundle, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(home, DEFAULT, clock)
    page = f"/book/import/{_cut_off(workspace, library, monkeypatch)}"
    with visitor(workspace, "admin", clock) as client:
        assert "10 / 25" in client.get(page).text
        clock.advance(seconds=61)
        assert "已停止" in client.get("/book/import").text
        shown = client.get(page).text
        assert f"{page}/resume" in shown
        assert client.post(f"{page}/resume", data={"_csrf": csrf(shown)}).status_code == 303
        jobs.run_pending(workspace)
        assert "已完成" in client.get(page).text
    assert books(workspace) == ROWS
    workspace.close()


def test_a_run_that_was_only_slow_ends_when_another_went_on(
    workspace: Workspace, clock: FixedClock, cut_off: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(done: int, total: int) -> bool:
        monkeypatch.undo()
        clock.advance(seconds=61)
        service.start(workspace, SYSTEM, cut_off)
        jobs.run_pending(workspace)
        return True

    with pytest.raises(ProblemsFound, match="goes on elsewhere"):
        running.run(workspace, SYSTEM, cut_off, overtaken)
    assert books(workspace) == ROWS
