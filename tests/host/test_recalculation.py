"""Stored formulas: too many for one write are worked out by a job, new ones are filled, drift is found and put right."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from dougong.host import jobs
from dougong.host.install import install, upgrade
from dougong.host.jobs import recalculating, rechecking
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle, Document
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query, Update
from dougong.records.write import write
from dougong.records.write.postponed import recalculating as late
from dougong.records.write.rollups import recompute

COUNT = 30
WORDS = {"zh-CN": "机", "en": "Mill"}


def mill(*more: dict[str, Any]) -> Bundle:
    """Mills make machines whose cost follows the mill's rate; the mill's worth adds the costs up."""
    machine = [
        {"key": "name", "type": "text", "label": WORDS},
        {"key": "mill", "type": "link", "to": "mill", "label": WORDS, "reverse": {"key": "machines", "label": WORDS}},
        {"key": "hours", "type": "integer", "label": WORDS},
        {"key": "start", "type": "date", "label": WORDS},
        {
            "key": "cost",
            "type": "computed",
            "formula": "hours * mill.rate",
            "result": "money",
            "stored": True,
            "label": WORDS,
        },
        {"key": "age", "type": "computed", "formula": "TODAY() - start", "stored": True, "label": WORDS},
        *more,
    ]
    mills = [
        {"key": "name", "type": "text", "label": WORDS},
        {"key": "rate", "type": "money", "label": WORDS},
        {"key": "worth", "type": "rollup", "formula": "SUM(machines.cost)", "result": "money", "label": WORDS},
    ]
    app = {
        "$schema": "dougong/app/1",
        "key": "mills",
        "version": "1.0.0",
        "label": WORDS,
        "depends_on": {"base": ">=1.0"},
    }
    of = [Document("mills", "app", "app.json", app)]
    for key, fields in (("mill", mills), ("machine", machine)):
        raw = {"$schema": "dougong/entity/1", "key": key, "label": WORDS, "title": "name", "fields": fields}
        of.append(Document("mills", "entity", f"entities/{key}.json", raw))
    return Bundle("mills", tuple(of))


class Mill:
    """One mill with its machines."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        install(workspace, mill())
        self.id = self.write(Create("mill", {"name": "m", "rate": "2"}))[0]
        self.machines = self.write(
            *(
                Create("machine", {"name": str(n), "mill": self.id, "hours": n, "start": "2026-03-10"})
                for n in range(COUNT)
            )
        )

    def write(self, *changes: Any) -> list[str]:
        with self.workspace.writing(SYSTEM) as ctx:
            done = write(ctx, changes, Cause("user"))
            assert done.written, done.problems
            return [one.id for one in done.outcomes]

    def column(self, entity: str, field: str) -> list[Any]:
        with self.workspace.reading(SYSTEM) as ctx:
            return [row[field] for row in find(ctx, Query(entity, (field,), sort=("id",), limit=COUNT)).rows]

    def late(self) -> dict[str, frozenset[str]]:
        with self.workspace.reading(SYSTEM) as ctx:
            return late(ctx)

    def run(self) -> list[jobs.Job]:
        """Everything that waits; the jobs, newest first."""
        jobs.run_pending(self.workspace)
        return jobs.list_recent(self.workspace)

    def tamper(self, entity: str, field: str, value: Any, *ids: str) -> None:
        table = self.workspace.store.table(entity)
        with self.workspace.writer.begin() as connection:
            connection.execute(update(table).where(table.c.id.in_(ids)).values({field: value}))


@pytest.fixture
def here(workspace: Workspace) -> Mill:
    return Mill(workspace)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than ten records are many, seven are a piece."""
    monkeypatch.setattr("dougong.records.write.rollups.MOST", 10)
    monkeypatch.setattr("dougong.records.write.postponed.PIECE", 7)


def costs(rate: int) -> list[Decimal]:
    return [Decimal(n * rate).quantize(Decimal("0.01")) for n in range(COUNT)]


def test_few_are_worked_out_in_the_write(here: Mill) -> None:
    here.write(Update("mill", here.id, {"rate": "3"}))
    assert (here.column("machine", "cost"), here.late()) == (costs(3), {})


@pytest.mark.usefixtures("few")
def test_many_are_left_for_a_job_that_shows_its_progress(here: Mill) -> None:
    here.write(Update("mill", here.id, {"rate": "3"}))
    assert here.column("machine", "cost") == costs(2)
    assert here.late() == {"machine": frozenset({"cost"})}
    recalculating.arrange(here.workspace)
    recalculating.arrange(here.workspace)  # one is at it already
    (job,) = here.run()
    assert (job.kind, job.state, job.done, job.total, job.result) == ("recalculate", "done", 5, 5, {"records": COUNT})
    assert (here.column("machine", "cost"), here.late()) == (costs(3), {})
    assert here.column("mill", "worth") == [sum(costs(3))]
    recalculating.arrange(here.workspace)
    assert len(here.run()) == 1, "nothing waits any more"


@pytest.mark.usefixtures("few")
def test_one_that_broke_off_goes_on_where_it_was(
    here: Mill, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write(Update("mill", here.id, {"rate": "3"}))
    whole: Callable[..., None] = recompute
    calls = []

    def breaking(*given: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the power went")
        whole(*given)

    monkeypatch.setattr(recalculating, "recompute", breaking)
    recalculating.arrange(here.workspace)
    assert here.run()[0].state == "failed"
    done = sum(
        now == new != old for now, new, old in zip(here.column("machine", "cost"), costs(3), costs(2), strict=True)
    )
    assert done in (13, 14), "two pieces of seven, the first machine costs nothing"
    recalculating.arrange(here.workspace)
    assert len(here.run()) == 1, "not again at once"
    clock.advance(seconds=61)
    recalculating.arrange(here.workspace)
    assert here.run()[0].result == {"records": COUNT - 14}
    assert here.column("machine", "cost") == costs(3)
    assert here.column("mill", "worth") == [sum(costs(3))]


def test_drift_is_found_at_night_and_put_right(here: Mill, clock: FixedClock) -> None:
    rechecking.arrange(here.workspace)
    assert here.run() == [], "a new workspace waits for its first night"
    wrong = here.machines[3:6]
    here.tamper("machine", "cost", Decimal(1), *wrong)
    clock.advance(days=1)
    rechecking.arrange(here.workspace)
    rechecking.arrange(here.workspace)
    (job,) = here.run()
    assert (job.kind, job.state) == ("recheck", "done")
    assert job.result["wrong"] == {"machine.cost": 3}
    assert job.result["examples"]["machine.cost"] == wrong
    assert "3" in job.message and "改正" in job.message
    assert (here.column("machine", "cost"), here.column("mill", "worth")) == (costs(2), [sum(costs(2))])
    rechecking.arrange(here.workspace)
    assert len(here.run()) == 1, "once a night"
    here.tamper("mill", "worth", Decimal(1), here.id)
    clock.advance(days=1)
    rechecking.arrange(here.workspace)
    assert here.run()[0].result["wrong"] == {"mill.worth": 1}
    assert here.column("mill", "worth") == [sum(costs(2))]
    clock.advance(days=1)
    rechecking.arrange(here.workspace)
    assert (here.run()[0].result["wrong"], len(here.run())) == ({}, 3)


def test_a_formula_that_reads_the_day_moves_on_without_being_called_wrong(here: Mill, clock: FixedClock) -> None:
    assert set(here.column("machine", "age")) == {8}
    clock.advance(days=2)
    rechecking.arrange(here.workspace)
    assert here.run()[0].result["wrong"] == {}
    assert set(here.column("machine", "age")) == {10}


def test_a_new_formula_is_filled_for_what_is_there(here: Mill) -> None:
    double = {"key": "double", "type": "computed", "formula": "hours * 2", "stored": True, "label": WORDS}
    upgrade(here.workspace, mill(double))
    assert here.column("machine", "double") == [n * 2 for n in range(COUNT)]
    upgrade(here.workspace, mill({**double, "formula": "hours * 3"}))
    assert here.column("machine", "double") == [n * 3 for n in range(COUNT)]


def test_a_new_formula_over_many_records_is_filled_by_a_job(here: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dougong.host.install.formulas.MOST", 10)
    monkeypatch.setattr(rechecking, "_BATCH", 7)
    double = {"key": "double", "type": "computed", "formula": "hours * 2", "stored": True, "label": WORDS}
    upgrade(here.workspace, mill(double))
    assert set(here.column("machine", "double")) == {None}
    (job,) = here.run()
    assert (job.kind, job.state, job.result) == ("fill_formulas", "done", {"records": COUNT})
    assert here.column("machine", "double") == [n * 2 for n in range(COUNT)]
