"""Publishing over 1,000,000 records on PostgreSQL: a field more takes no time, an index keeps no writer waiting, and every
process serves the release soon."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from dougong.host.access import people, tokens
from dougong.host.jobs.worker import run_pending
from dougong.host.main import create_app
from dougong.host.studio import change_sets
from dougong.host.studio.draft import edit
from dougong.host.studio.publish import publish
from dougong.host.testing.database import Database
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.records.rights import SYSTEM
from dougong.records.sync import missing

from tests.api.conftest import with_shop
from tests.support.copies import Make

pytestmark = pytest.mark.bench
MACHINE, ROWS = "shop/entities/machine.json", 1_000_000
_MANY = {
    "postgresql": "INSERT INTO {table} (id, rev, created_at, updated_at, name, price) "
    "SELECT gen_random_uuid(), 1, now(), now(), 'M' || n, n % 1000 FROM generate_series(1, {rows}) n",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows}) "
    "INSERT INTO {table} (id, rev, created_at, updated_at, name, price) "
    "SELECT printf('%08x-0000-7000-8000-%012x', n, n), 1, 0, 0, 'M' || n, n % 1000 FROM s",
}  # fmt: skip


@pytest.fixture
def contents() -> Make:
    return with_shop


@pytest.fixture
def many(database: Database) -> Iterator[Workspace]:
    settings = database.settings.model_copy(update={"rate_limit": 0, "allowed_hosts": ("*",), "api_rate_limit": 10**7})
    workspace = open_workspace(settings, database.key)
    with workspace.writing(SYSTEM) as ctx:
        name = ctx.store.table("machine").name
        ctx.connection.execute(text(_MANY[database.dialect].format(table=name, rows=ROWS)))
    if database.dialect == "postgresql":
        with workspace.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"ANALYZE {name}"))
    yield workspace
    workspace.close()


@dataclass
class Writer:
    """One person who saves again and again; the longest a save took, in seconds."""

    workspace: Workspace
    token: str
    base: str
    longest: float = 0.0
    saves: int = 0
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self, address: str) -> None:
        with httpx.Client(
            base_url=address + self.base, headers={"Authorization": f"Bearer {self.token}"}, timeout=60
        ) as client:
            at = client.post("/api/v1/machine", json={"name": "Mine"}).json()["data"]["id"]
            while not self.over.is_set():
                began = time.monotonic()
                answer = client.patch(f"/api/v1/machine/{at}", json={"price": str(self.saves % 100)})
                self.longest = max(self.longest, time.monotonic() - began)
                self.saves += 1
                if answer.status_code >= 400:
                    self.failed.append(answer.text[:200])


def released(workspace: Workspace, person: str, *changes: Change) -> float:
    """Seconds to publish."""
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, person, workspace.clock())
        edit(connection, workspace, given, person, changes)
    began = time.monotonic()
    publish(workspace, given.id, person, allow_drop=True)
    return time.monotonic() - began


def test_a_field_and_an_index_more(many: Workspace, database: Database) -> None:
    base = "" if database.key == DEFAULT else f"/w/{database.key}"
    with many.writer.begin() as connection:
        admin = people.by_login(connection, many.store, "admin")
        assert admin is not None
        token = tokens.create(connection, admin.id, "", many.clock())[0]
    writer = Writer(many, token, base)
    with ExitStack() as stack:
        addresses = [stack.enter_context(serving(create_app(many.settings, work=False))) for _ in range(2)]
        thread = threading.Thread(target=writer.work, args=(addresses[0],), daemon=True)
        stack.callback(thread.join, 60)
        stack.callback(writer.over.set)
        thread.start()
        raw: dict[str, Any] = {"key": "size", "type": "text", "label": {"zh-CN": "尺寸", "en": "Size"}}
        took = released(many, admin.id, Change("add", (MACHINE, "fields", Anchor("size")), None, raw, "name"))
        seen = [served(address, base, token, "size") for address in addresses]
        field_wait, writer.longest = writer.longest, 0.0
        index = released(many, admin.id, Change("put", (MACHINE, "indexes"), None, [["price", "name"]]))
        began = time.monotonic()
        run_pending(many)
        made = time.monotonic() - began
        index_wait = writer.longest
        with many.engine.connect() as connection:
            assert missing(connection, many.store, ["machine"]) == []
        writer.over.set()
        thread.join(60)
    print(
        f"\n{database.dialect}, {ROWS:,} records: a field more {took:.2f} s, a save waited {field_wait:.2f} s; served after "
        f"{max(seen):.2f} s; index: release {index:.2f} s, made in {made:.2f} s, a save waited {index_wait:.2f} s; {writer.saves} saves"
    )
    assert not writer.failed, writer.failed[:3]
    assert took < 1.0
    assert max(seen) < 2.0
    if database.dialect == "postgresql":
        assert index_wait < max(1.0, made / 3), "a writer would wait as long as it takes to make the index"


def served(address: str, base: str, token: str, key: str) -> float:
    """Seconds until a server's records have the field."""
    began = time.monotonic()
    with httpx.Client(base_url=address + base, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        while time.monotonic() - began < 30:
            if key in client.get("/api/v1/machine?limit=1").json()["data"][0]:
                break
    return time.monotonic() - began
