"""The REST API under load with 100,000 deals on both databases, as ratios to what two peers did with the same requests.

`DOUGONG_BENCH_ROWS` sets another number of deals, `DOUGONG_BENCH_SECONDS` how long each operation is sent.
"""

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from . import data
from .load import Operations, fetch_ids, measure, memory_mb, send
from .peers import BARS, BETTER_PEER, COLD_START, MEMORY
from .product import Product, running

ROWS = int(os.environ.get("DOUGONG_BENCH_ROWS", "100000"))
SECONDS = float(os.environ.get("DOUGONG_BENCH_SECONDS", "5"))
OPERATIONS = ("get", "list", "list_join", "deep", "aggregate", "update", "create")

pytestmark = [pytest.mark.bench, pytest.mark.needs_app("crm")]


def test_sqlite(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        _run(product, "SQLite")


def test_postgresql(tmp_path: Path, own_database: str) -> None:
    _make_durable(own_database)
    with running(tmp_path, own_database) as product:
        _run(product, "PostgreSQL")


def _make_durable(url: str) -> None:
    """The peers' servers kept what they had answered; the one that tests start does not, until told to."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = on")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


def _run(product: Product, database: str) -> None:
    print(f"\n{database}: cold start {product.cold_start} s ({COLD_START} s), memory {product.memory} MB ({MEMORY} MB)")
    print(f"  bulk        {_fill(product):8.1f} rows/s")
    operations = Operations(product.base, product.token)
    for name in OPERATIONS:
        for connections in (1, 8):
            found = measure(operations, name, connections, SECONDS, product.pid)
            ratio = f"{found.rate / BETTER_PEER[name]:5.1f} x the better peer" if connections == 8 else ""
            bar = f", bar {BARS[name]}" if connections == 8 and name in BARS else ""
            print(
                f"  {name:10} {connections} {found.rate:8.1f}/s  p50 {found.p50:6.1f}  p95 {found.p95:6.1f} ms  "
                f"cpu {found.cpu:5.2f} ms  {ratio}{bar}"
                + (f"  {found.failed} failed: {found.sample}" if found.failed else "")
            )
            assert found.rate > 0, found.sample
    print(f"  memory after load {memory_mb(product.pid)} MB")


def _fill(product: Product) -> float:
    """Accounts and deals through the API in arrays of 500; deals per second."""
    accounts = list(data.accounts(ROWS // 10))
    for start in range(0, len(accounts), 500):
        send(product.base, product.token, "POST", "/api/v1/account", accounts[start : start + 500])
    account_ids = fetch_ids(product.base, product.token, "account", ROWS // 10)
    owners = fetch_ids(product.base, product.token, "person", 50)
    deals = list(data.deals(ROWS, account_ids, owners))
    began = time.perf_counter()
    for start in range(0, len(deals), 500):
        send(product.base, product.token, "POST", "/api/v1/opportunity", deals[start : start + 500])
    return round(len(deals) / (time.perf_counter() - began), 1)
