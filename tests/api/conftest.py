"""The neutral app `shop` on each database, and its API as the administrator, a chief and two fitters have it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from dougong.host.access import people, tokens
from dougong.host.install import install
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import load_folder

from tests.support.copies import Copies, Make
from tests.support.process import Api

SHOP = Path(__file__).parent / "shop"
LOGINS = ("admin", "chief", "fitter", "other")


@dataclass(frozen=True)
class Shop:
    """`api[login]` asks as that person; `people[login]` is their id; `base` the path before `/api`."""

    app: FastAPI
    workspace: Workspace
    client: TestClient
    base: str
    api: dict[str, Api]
    people: dict[str, str]

    @property
    def v1(self) -> str:
        return f"{self.base}/api/v1"


def with_shop(workspace: Workspace) -> None:
    install(workspace, load_folder(SHOP))


def keys(settings: Settings, key: str, clock: FixedClock) -> dict[str, tuple[str, str]]:
    """Gives everybody a token; login -> (person's id, token)."""
    workspace = open_workspace(settings, key, clock)
    found = {}
    with workspace.writer.begin() as connection:
        for login in LOGINS:
            person = people.by_login(connection, workspace.store, login)
            assert person is not None
            found[login] = (person.id, tokens.create(connection, person.id, "", clock())[0])
    workspace.close()
    return found


def opened(settings: Settings, key: str, clock: FixedClock, known: dict[str, tuple[str, str]]) -> Iterator[Shop]:
    app = create_app(settings, clock, work=False)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        workspace = app.state.workspaces[key]
        api = {login: Api(client, token) for login, (_, token) in known.items()}
        base = "" if key == DEFAULT else f"/w/{key}"
        yield Shop(app, workspace, client, base, api, {login: one[0] for login, one in known.items()})


@pytest.fixture
def contents() -> Make:
    return with_shop


@pytest.fixture
def shop(database: Database, clock: FixedClock) -> Iterator[Shop]:
    """On SQLite and on PostgreSQL."""
    known = keys(database.settings, database.key, clock)
    yield from opened(database.settings, database.key, clock, known)


@pytest.fixture
def small_shop(copies: Copies, tmp_path: Path, clock: FixedClock) -> Iterator[Shop]:
    """On SQLite only, quickly."""
    with copies.copy(with_shop, tmp_path, key=DEFAULT) as database:
        yield from opened(database.settings, database.key, clock, keys(database.settings, database.key, clock))
