"""What a list costs those who see few or many rows, as ratios to who sees all; every answer worked out anew.

`DOUGONG_BENCH_SCOPED_ROWS` sets the number of deals (200,000; docs/benchmarks.md has 1,000,000).
"""

import os
import time
from importlib import import_module
from pathlib import Path

import pytest

from dougong.host.settings import Settings
from dougong.host.workspaces import Workspace, open_workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.values import Query

from . import scopes
from .product import dougong

ROWS = int(os.environ.get("DOUGONG_BENCH_SCOPED_ROWS", "200000"))
FIELDS = ("name", "stage", "amount", "close_date", "account", "owner")
QUESTIONS = {
    "stage, by amount": {"filter": 'stage = "proposal"', "sort": ("-amount",)},
    "by amount": {"sort": ("-amount",)},
    "newest": {},
    "offset 5,000": {"sort": ("-amount",), "offset": 5_000},
    "offset 50,000": {"sort": ("-amount",), "offset": 50_000},
}
SPENT = 0.5  # seconds per figure

pytestmark = [pytest.mark.bench, pytest.mark.needs_app("crm")]


def test_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(Settings(home=tmp_path), "SQLite", monkeypatch)


def test_postgresql(tmp_path: Path, own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(Settings(home=tmp_path, database_url=own_database), "PostgreSQL", monkeypatch)


def _run(settings: Settings, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("dougong.records.query.find"), "keeps", lambda ctx: False)
    places = {"DOUGONG_HOME": str(settings.home), "DOUGONG_DATABASE_URL": settings.database_url}
    dougong(places, "app", "install", "crm", "--no-samples")
    workspace = open_workspace(settings, "main")
    try:
        with workspace.writing(SYSTEM) as ctx:
            scopes.fill(ctx.connection, ctx.store, ROWS)
        scopes.settle(workspace.engine)
        print(f"\n{database}, {ROWS:,} rows: list of 50, ms and times what it costs who sees all")
        print(" " * 42 + "".join(f"{name:>22}" for name in QUESTIONS))
        _table(workspace)
    finally:
        workspace.close()


def _table(workspace: Workspace) -> None:
    admins: dict[str, float] = {}
    for seen, viewer in scopes.viewers().items():
        line = f"{seen:42}"
        for name, asked in QUESTIONS.items():
            query = Query("opportunity", FIELDS, limit=50, total="exact", **asked)  # type: ignore[arg-type]
            cost = _milliseconds(workspace, viewer, query)
            line += f"{cost:13.1f} ({cost / admins.setdefault(name, cost):5.2f})"
        print(line)


def _milliseconds(workspace: Workspace, viewer: Viewer, query: Query) -> float:
    """The quickest of all answers within the time given."""
    best, until = float("inf"), time.perf_counter() + SPENT
    with workspace.asking(viewer, workspace.store) as ctx:
        find(ctx, query)
        while best == float("inf") or time.perf_counter() < until:
            start = time.perf_counter()
            find(ctx, query)
            best = min(best, time.perf_counter() - start)
    return best * 1000
