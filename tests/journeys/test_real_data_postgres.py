"""The same deals through the service layer and the background job, on PostgreSQL; undone as a job too.

The first 1,000 of them, and all 8,800 by `make proof`."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import URL

from dougong.host import jobs
from dougong.host.imports import service
from dougong.host.imports.plan import ImportPlan
from dougong.host.install import find_bundle, install, prepare
from dougong.host.testing.database import empty_database
from dougong.host.workspaces import Workspace, open_workspace
from dougong.records.query import aggregate
from dougong.records.rights import SYSTEM
from dougong.records.values import Aggregate

pytestmark = pytest.mark.needs_app("crm")

VALUES = {"product": {"GTXPro": "GTX Pro"}, "stage": {"Engaging": "qualification"}}


FIRST = (1000, Decimal(1_363_333), Decimal("90.44"), 94)
ALL = (8800, Decimal(10_005_534), Decimal("51.78"), 57)
"""Deals, their won value, mean and median days to the close."""


@pytest.mark.database
@pytest.mark.parametrize("expected", [FIRST, pytest.param(ALL, marks=pytest.mark.proof)], ids=["first", "all"])
def test_deals_by_the_background_job(
    postgres: URL, tmp_path: Path, real_data: Path, expected: tuple[int, Decimal, Decimal, int]
) -> None:
    folder = real_data / "a_crm_pipeline"
    deals = tmp_path / "sales_pipeline.csv"
    lines = (folder / "sales_pipeline.csv").read_text("utf-8-sig").splitlines(keepends=True)
    deals.write_text("".join(lines[: expected[0] + 1]), "utf-8")
    with empty_database(tmp_path, postgres) as database:
        workspace = open_workspace(database.settings, database.key)
        try:
            prepare(workspace)
            install(workspace, find_bundle("crm"), with_samples=False)
            assert imported(workspace, "account", folder / "accounts.csv")[1]["new"] == 85
            assert imported(workspace, "product", folder / "products.csv")[1]["new"] == 7
            assert imported(workspace, "person", folder / "sales_teams.csv", create=("manager",))[1]["new"] == 35
            batch, counts = imported(workspace, "opportunity", deals, values=VALUES)
            assert (counts["rows"], counts["new"], counts["problem"]) == (expected[0], expected[0], 0)
            assert figures(workspace) == (*expected, expected[1])
            jobs.enqueue(workspace, "undo_import", {"batch": batch}, None)
            jobs.run_pending(workspace)
            assert figures(workspace)[0] == 0
            assert figures(workspace)[4] in (None, Decimal(0))
        finally:
            workspace.close()


def imported(
    workspace: Workspace,
    entity: str,
    file: Path,
    values: dict[str, dict[str, str]] | None = None,
    create: tuple[str, ...] = (),
) -> tuple[str, dict[str, int]]:
    """Uploaded, checked, run by a worker; (batch, counts)."""
    found = service.upload(workspace, SYSTEM, entity, file.read_bytes(), file.name)
    columns = [
        column.model_copy(
            update={
                "values": (values or {}).get(column.field or "", {}),
                "create_missing": column.field in create,
            }
        )
        for column in found.plan.columns
    ]
    plan = ImportPlan(entity=entity, columns=tuple(columns), match=found.plan.match)
    report = service.check(workspace, SYSTEM, found.batch, plan)
    assert report.counts["problem"] == 0
    job = service.start(workspace, SYSTEM, found.batch)
    jobs.run_pending(workspace)
    ended = jobs.status(workspace, job)
    assert ended is not None
    assert ended.state == "done", ended.message
    return found.batch, ended.result


def figures(workspace: Workspace) -> tuple[int, Decimal, Decimal, int, Decimal]:
    """Deals, won value, mean and median days, and the won value as the accounts' and products' roll-ups have it."""
    won = 'stage = "won"'
    measures = {
        "count": "COUNT()", "value": f"SUM(IF({won}, amount, 0))",
        "mean": f"AVERAGE(IF({won}, cycle_days))", "median": f"MEDIAN(IF({won}, cycle_days))",
    }  # fmt: skip
    with workspace.reading(SYSTEM) as context:
        row = aggregate(context, Aggregate("opportunity", measures))[0]
        rolled = aggregate(context, Aggregate("product", {"value": "SUM(won_value)"}))[0]["value"]
    return row["count"], row["value"], round(Decimal(row["mean"] or 0), 2), row["median"], rolled
