"""The neutral app `shop` on each database, and its API as the administrator, a chief and two fitters have it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from dougong.host.access import people, tokens
from dougong.host.install import install, prepare
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import load_folder

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


def set_up(settings: Settings, key: str, clock: FixedClock) -> dict[str, tuple[str, str]]:
    """Installs the app in a prepared place; login -> (person's id, token)."""
    workspace = open_workspace(settings, key, clock)
    prepare(workspace)
    install(workspace, load_folder(SHOP))
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
def shop(database: Database, clock: FixedClock) -> Iterator[Shop]:
    """On SQLite and on PostgreSQL."""
    known = set_up(database.settings, database.key, clock)
    yield from opened(database.settings, database.key, clock, known)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, str]]]:
    settings = Settings(home=tmp_path_factory.mktemp("shop"), database_url="")
    engines.make_place(settings, DEFAULT)
    return settings.home, set_up(settings, DEFAULT, FixedClock())


@pytest.fixture
def small_shop(made: tuple[Path, dict[str, tuple[str, str]]], tmp_path: Path, clock: FixedClock) -> Iterator[Shop]:
    """On SQLite only, quickly: a copy of one that is ready."""
    home, known = made
    shutil.copytree(home, tmp_path / "home")
    yield from opened(Settings(home=tmp_path / "home", database_url=""), DEFAULT, clock, known)
