"""Indexes of large tables: on PostgreSQL made after the publish by a job that a kill does not harm, on SQLite with it."""

from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from dougong.host import jobs
from dougong.host.install import upgrade
from dougong.host.jobs import indexing
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.documents import Bundle, Document
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.sync import build, missing
from dougong.records.values import Update
from dougong.records.write import write

from tests.host.test_recalculation import Mill, mill

PLAIN, UNIQUE = "ix_machine__hours", "ux_machine__name"


def indexed() -> Bundle:
    """With an index over hours, and names unique."""
    bundle = mill()
    changed = []
    for one in bundle.documents:
        raw = one.raw
        if one.file == "entities/machine.json":
            raw = {**raw, "indexes": [["hours"]], "unique": [["name"]]}
        changed.append(Document(one.app, one.kind, one.file, raw))
    return Bundle(bundle.app, tuple(changed))


@pytest.fixture
def here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Mill:
    monkeypatch.setattr(import_module("dougong.records.sync.plan"), "BUILT_AT_ONCE", 10)
    return Mill(workspace)


def on_postgres(workspace: Workspace) -> bool:
    return workspace.engine.dialect.name == "postgresql"


def names(workspace: Workspace) -> set[str]:
    with workspace.engine.connect() as connection:
        found = {str(one["name"]) for one in inspect(connection).get_indexes("e_machine")}
    return found & {PLAIN, UNIQUE}


def halves(workspace: Workspace) -> set[str]:
    """Indexes that broke off while they were made."""
    statement = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
    with workspace.engine.connect() as connection:
        return set(connection.execute(statement).scalars()) if on_postgres(workspace) else set()


def ended(workspace: Workspace) -> jobs.Job:
    jobs.run_pending(workspace)
    return jobs.list_recent(workspace)[0]


def test_an_index_comes_after_the_publish_on_postgresql_and_with_it_on_sqlite(here: Mill) -> None:
    report = upgrade(here.workspace, indexed())
    steps = [step for step in report.steps if step.kind == "create_index"]
    assert {step.name for step in steps} >= {PLAIN, UNIQUE}
    if not on_postgres(here.workspace):
        assert names(here.workspace) == {PLAIN, UNIQUE}
        assert jobs.list_recent(here.workspace) == []
        return
    assert all("后台" in step.words.zh and "afterwards" in step.words.en for step in steps)
    assert names(here.workspace) == set()
    job = ended(here.workspace)
    assert (job.kind, job.state, job.result) == ("index", "done", {"indexes": len(steps)})
    assert names(here.workspace) == {PLAIN, UNIQUE} and not halves(here.workspace)
    assert upgrade(here.workspace, indexed()).steps == (), "nothing is asked for again"


def test_a_running_server_takes_up_what_another_process_published(here: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dougong.host.workspaces._FRESH", 3600.0)
    running = here.workspace
    before = running.revision
    shell = open_workspace(running.settings, running.key, running.clock)
    upgrade(shell, indexed())
    shell.close()
    assert running.revision == before, "it has not looked yet"
    if on_postgres(running):
        assert ended(running).result["indexes"] >= 2
    assert names(running) == {PLAIN, UNIQUE}


def test_a_small_table_gets_its_index_with_the_publish(workspace: Workspace) -> None:
    small = Mill(workspace)
    upgrade(small.workspace, indexed())
    assert names(workspace) == {PLAIN, UNIQUE}
    assert jobs.list_recent(workspace) == []


def test_what_broke_off_half_made_is_made_anew(here: Mill) -> None:
    """A build that is cut short leaves an INVALID index, as a killed one does."""
    if not on_postgres(here.workspace):
        pytest.skip("SQLite makes indexes within the publish")
    upgrade(here.workspace, indexed())
    workspace = here.workspace
    with workspace.writer.begin() as writing:
        writing.execute(text("UPDATE e_machine SET hours = hours"))  # a build waits for those who write
        with workspace.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("SET statement_timeout = '150ms'"))
            entity, index = missing(connection, workspace.store, ["machine"])[0]
            with pytest.raises(OperationalError):
                build(connection, workspace.store, entity, index)
            connection.execute(text("RESET statement_timeout"))
    assert len(halves(workspace)) == 1
    assert ended(workspace).state == "done"
    assert names(workspace) == {PLAIN, UNIQUE} and not halves(workspace)


def test_duplicates_that_came_in_between_are_told_and_everything_else_is_made(here: Mill) -> None:
    if not on_postgres(here.workspace):
        pytest.skip("SQLite makes indexes within the publish")
    workspace = here.workspace
    upgrade(workspace, indexed())
    table = workspace.store.table("machine")
    with workspace.writer.begin() as connection:  # past the write path, which would have seen it
        connection.execute(table.update().where(table.c.id == here.machines[4]).values(name="5"))
    job = ended(workspace)
    assert job.state == "failed" and "不重复" in job.message
    assert names(workspace) == {PLAIN} and not halves(workspace)
    here.write(Update("machine", here.machines[4], {"name": "4"}))
    indexing.arrange(workspace)
    indexing.arrange(workspace)
    assert ended(workspace).result == {"indexes": 1}
    assert names(workspace) == {PLAIN, UNIQUE}
    indexing.arrange(workspace)
    assert ended(workspace).kind == "index" and len(jobs.list_recent(workspace)) == 2


def test_a_unique_value_is_guarded_before_its_index_is_made(here: Mill) -> None:
    """Uniqueness is asked by the write path from the moment of the publish on, index or not."""
    upgrade(here.workspace, indexed())
    with here.workspace.writing(SYSTEM) as ctx:
        twice: dict[str, Any] = {"name": "5", "hours": 1}
        refused = write(ctx, [Update("machine", here.machines[4], twice)], Cause("user"))
        assert not refused.written and refused.problems[0].code == "unique"
    here.write(Update("machine", here.machines[4], {"hours": 9}))
    assert here.column("machine", "cost")[4] == Decimal(18)
