"""Jobs: progress, stop, failure, and what happens to those of a process that died; on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from dougong.host import jobs
from dougong.host.jobs import worker as working
from dougong.host.jobs.kinds import KINDS, function_of
from dougong.host.jobs.queue import LEASE, MOST_TRIES, take
from dougong.host.jobs.sealing import seal_history
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.seal import verify
from dougong.records.system_tables import history
from dougong.records.values import Create
from dougong.records.write import write


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Lets the kind `bulk` be a function of the test."""

    def use(function: Any) -> None:
        monkeypatch.setattr(working, "function_of", lambda kind: function)

    return use


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_function(kind: str) -> None:
    assert callable(function_of(kind))


def test_the_history_is_sealed_and_tampering_shows(workspace: Workspace) -> None:
    with workspace.writing(SYSTEM) as ctx:
        written = write(ctx, [Create("department", {"name": "Workshop"})], Cause("user"))
        assert written.written
    assert seal_history(workspace) >= 1
    assert seal_history(workspace) == 0
    with workspace.writing(SYSTEM) as ctx:
        assert verify(ctx, ctx.now.date()) == []
        ctx.connection.execute(update(history).values(action="deleted"))
        assert verify(ctx, ctx.now.date()) != []


def test_an_unlisted_kind_is_refused(workspace: Workspace) -> None:
    with pytest.raises(KeyError):
        jobs.enqueue(workspace, "nothing", {})


def test_a_job_runs_and_keeps_its_result(workspace: Workspace, runs: Any) -> None:
    def work(_: Workspace, job: jobs.Job, progress: jobs.Progress) -> Any:
        progress(job.payload["n"], 7, "half")
        return {"sum": 3}

    runs(work)
    key = jobs.enqueue(workspace, "bulk", {"n": 7})
    waiting = jobs.status(workspace, key)
    assert waiting is not None
    assert (waiting.state, waiting.total) == ("waiting", None)
    assert jobs.run_pending(workspace) == 1
    done = jobs.status(workspace, key)
    assert done is not None
    assert (done.state, done.result, done.done, done.total, done.message) == ("done", {"sum": 3}, 7, 7, "half")
    assert [one.id for one in jobs.list_recent(workspace)] == [key]


def test_a_failure_is_the_jobs_not_the_workers(workspace: Workspace, runs: Any) -> None:
    def work(*_: Any) -> Any:
        raise ValueError("the file is torn")

    runs(work)
    first, second = (jobs.enqueue(workspace, "bulk", {}) for _ in range(2))
    assert jobs.run_pending(workspace) == 2
    for key in (first, second):
        found = jobs.status(workspace, key)
        assert found is not None
        assert found.state == "failed"
        assert "torn" in found.message


def test_a_running_job_stops_at_its_next_step(workspace: Workspace, runs: Any) -> None:
    reached = []

    def work(_: Workspace, job: jobs.Job, progress: jobs.Progress) -> Any:
        reached.append(1)
        assert jobs.request_stop(workspace, job.id)
        progress.checkpoint(1)
        reached.append(2)

    runs(work)
    key = jobs.enqueue(workspace, "bulk", {})
    jobs.run_pending(workspace)
    found = jobs.status(workspace, key)
    assert found is not None
    assert (found.state, reached) == ("stopped", [1])
    assert not jobs.request_stop(workspace, key), "it is over"


def test_a_waiting_job_stops_at_once(workspace: Workspace, runs: Any) -> None:
    runs(lambda *_: pytest.fail("it ran"))
    key = jobs.enqueue(workspace, "bulk", {})
    assert jobs.request_stop(workspace, key)
    assert jobs.run_pending(workspace) == 0


def test_the_job_of_a_dead_process_goes_on_from_its_checkpoint(
    workspace: Workspace, runs: Any, clock: FixedClock
) -> None:
    seen: list[Any] = []

    def work(_: Workspace, job: jobs.Job, progress: jobs.Progress) -> Any:
        seen.append(job.checkpoint)
        return "finished"

    runs(work)
    key = jobs.enqueue(workspace, "bulk", {})
    with workspace.writer.begin() as connection:
        job = take(connection, clock(), "dead")
    assert job is not None
    progress = jobs.Progress(workspace, job, "dead")
    progress.checkpoint({"at": 40})
    assert jobs.run_pending(workspace) == 0, "its lease still holds"
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert jobs.run_pending(workspace) == 1
    assert seen == [{"at": 40}]
    with pytest.raises(jobs.Stopped):
        progress.checkpoint({"at": 50})
    found = jobs.status(workspace, key)
    assert found is not None
    assert (found.state, found.result) == ("done", "finished")


def test_a_job_that_kills_its_process_is_given_up(workspace: Workspace, runs: Any, clock: FixedClock) -> None:
    runs(lambda *_: pytest.fail("it ran"))
    key = jobs.enqueue(workspace, "bulk", {})
    for number in range(MOST_TRIES):
        with workspace.writer.begin() as connection:
            assert take(connection, clock(), f"dead{number}") is not None
        clock.advance(seconds=LEASE.total_seconds() + 1)
    assert jobs.run_pending(workspace) == 0
    found = jobs.status(workspace, key)
    assert found is not None
    assert found.state == "failed"
