"""A prepared workspace on each database, the neutral app `library`, and a browser-like client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dougong.host.settings import Settings
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import Bundle, load_folder

from tests.support.copies import Copies, Make, bare
from tests.support.pages import visitor

LIBRARY = Path(__file__).parent / "library"


@pytest.fixture
def contents() -> Make | None:
    """The base app and its administrator."""
    return bare


@pytest.fixture
def workspace(database: Database, clock: FixedClock) -> Iterator[Workspace]:
    """With its contents, on SQLite and on PostgreSQL."""
    found = open_workspace(database.settings, database.key, clock)
    yield found
    found.close()


@pytest.fixture
def home(copies: Copies, tmp_path: Path, contents: Make) -> Iterator[Settings]:
    """Settings of a SQLite home of its own whose default workspace has these contents."""
    with copies.copy(contents, tmp_path / "var", key=DEFAULT) as database:
        yield database.settings.model_copy(update={"allowed_hosts": ("localhost",)})


@pytest.fixture
def office(home: Settings) -> Iterator[Workspace]:
    """The default workspace of `home`, opened, at the present time."""
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


@pytest.fixture
def client(office: Workspace) -> Iterator[TestClient]:
    """The administrator's browser at the office."""
    with visitor(office, "admin") as found:
        yield found


@pytest.fixture
def library() -> Bundle:
    return load_folder(LIBRARY)
