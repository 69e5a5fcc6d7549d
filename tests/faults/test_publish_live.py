"""Publishing while eight clients read and write through two servers: none of their requests fails, everybody sees it soon."""

import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from dougong.host.access import people, sessions, tokens
from dougong.host.main import create_app
from dougong.host.studio import change_sets
from dougong.host.studio.draft import edit
from dougong.host.studio.publish import publish, revert
from dougong.host.testing.database import Database
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.diff import Anchor, Change

from tests.api.conftest import with_shop
from tests.support.copies import Make

MACHINE = "shop/entities/machine.json"
PATIENCE = 30.0
"""Seconds until a process must serve a release even on a machine that has much else to do; alone it takes under one."""


@pytest.fixture
def contents() -> Make:
    return with_shop


@dataclass
class Load:
    """What the clients met: status by kind of request, and what an answer of 5xx or a lost connection said."""

    met: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    begun: threading.Barrier = field(default_factory=lambda: threading.Barrier(9))

    def work(self, address: str, base: str, token: str, cookies: dict[str, str], number: int) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=address + base, headers=headers, cookies=cookies, timeout=30) as client:
            made = self.ask(client, "create", "POST", "/api/v1/machine", json={"name": f"First {number}"})
            at, step = made["id"], 0
            self.begun.wait(60)
            while not self.over.is_set():
                step += 1
                self.ask(client, "list", "GET", "/api/v1/machine?limit=50&sort=name")
                row = self.ask(client, "get", "GET", f"/api/v1/machine/{at}")
                self.ask(
                    client, "update", "PATCH", f"/api/v1/machine/{at}", json={"rev": row["rev"], "price": str(step)}
                )
                if step % 3 == 0:
                    self.ask(
                        client, "create", "POST", "/api/v1/machine", json={"name": f"M {number} {step}", "price": "5"}
                    )
                self.page(client, "page", "/machine")
                self.page(client, "record page", f"/machine/{at}")
                if step % 5 == 0:
                    self.ask(
                        client,
                        "sum",
                        "POST",
                        "/api/v1/machine:aggregate",
                        json={"measures": {"n": "COUNT()"}, "group": ["kind"]},
                    )

    def page(self, client: httpx.Client, kind: str, path: str) -> None:
        answer = client.get(path)
        self.met[f"{kind} {answer.status_code}"] += 1
        if answer.status_code != 200:
            self.failed.append(f"{kind} {answer.status_code}: {answer.text[:400]}")

    def ask(self, client: httpx.Client, kind: str, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            answer = client.request(method, path, **more)
        except httpx.HTTPError as lost:
            self.failed.append(f"{kind}: {lost!r}")
            return {"rev": 1, "id": ""}
        self.met[f"{kind} {answer.status_code}"] += 1
        if answer.status_code >= 400:
            self.failed.append(f"{kind} {answer.status_code}: {answer.text[:400]}")
        found: dict[str, Any] = {"rev": 1, "id": ""} if answer.status_code >= 400 else answer.json()["data"]
        return found


def released(workspace: Workspace, person: str, *changes: Change) -> int:
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, person, workspace.clock())
        edit(connection, workspace, given, person, changes)
    return publish(workspace, given.id, person, allow_drop=True).number


def put(*path: Any, new: Any) -> Change:
    return Change("change", (MACHINE, *path), None, new)


def add(key: str, **more: Any) -> Change:
    raw = {"key": key, "label": {"zh-CN": key, "en": key}, **more}
    return Change("add", (MACHINE, "fields", Anchor(key)), None, raw, "name")


RELEASES: tuple[tuple[Change, ...], ...] = (
    (add("size", type="text"),),
    (put("label", "en", new="Engine"), add("length", type="number")),
    (Change("remove", (MACHINE, "fields", Anchor("mail"))),),
    (add("twice", type="computed", result="money", formula="price * 2"),),
    (put("fields", Anchor("hours"), "type", new="number"), put("fields", Anchor("hours"), "min", new="0")),
    (add("state", type="text", unique=True),),
)  # fmt: skip


PROBES = {"size", "length", "mail", "twice", "state"}


def test_nobodys_request_fails_and_everybody_sees_it(database: Database) -> None:
    settings = database.settings.model_copy(
        update={"rate_limit": 0, "allowed_hosts": ("*",), "api_rate_limit": 10_000_000}
    )
    workspace = open_workspace(settings, database.key)
    with workspace.writer.begin() as connection:
        admin = people.by_login(connection, workspace.store, "admin")
        assert admin
        token = tokens.create(connection, admin.id, "", workspace.clock())[0]
        cookies = {f"dougong_{database.key}": sessions.begin(connection, admin.id, workspace.clock(), 30)[0]}
    load, base = Load(), "" if database.key == DEFAULT else f"/w/{database.key}"
    with ExitStack() as stack:
        stack.callback(load.over.set)
        addresses = [stack.enter_context(serving(create_app(settings, work=False))) for _ in range(2)]
        clients = [
            threading.Thread(target=load.work, args=(addresses[n % 2], base, token, cookies, n), daemon=True)
            for n in range(8)
        ]
        for one in clients:
            one.start()
        load.begun.wait(60)
        for changes in RELEASES:
            number = released(workspace, admin.id, *changes)
            assert all(seen(address, base, token, workspace) < PATIENCE for address in addresses)
        revert(workspace, number, admin.id)
        assert all(seen(address, base, token, workspace) < PATIENCE for address in addresses)
        load.over.set()
        for one in clients:
            one.join(30)
    workspace.close()
    assert not load.failed, (len(load.failed), load.failed[:3])
    assert load.met["page 200"] > 10


def seen(address: str, base: str, token: str, workspace: Workspace) -> float:
    """Seconds until a server's records have the fields of the newest release."""
    began = time.monotonic()
    wanted = PROBES & workspace.store.model.entities["machine"].fields.keys()
    with httpx.Client(base_url=address + base, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        while time.monotonic() - began < PATIENCE:
            if PROBES & client.get("/api/v1/machine?limit=1").json()["data"][0].keys() == wanted:
                break
    return time.monotonic() - began
