"""A prepared workspace on each database, the neutral app `library`, and a browser-like client."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dougong.host.install import prepare
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import Bundle, load_folder

LIBRARY = Path(__file__).parent / "library"


@pytest.fixture
def workspace(database: Database, clock: FixedClock) -> Iterator[Workspace]:
    """With the base app and its administrator, on SQLite and on PostgreSQL."""
    found = open_workspace(database.settings, database.key, clock)
    prepare(found)
    yield found
    found.close()


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """Settings of a SQLite home of its own with the default workspace in it."""
    settings = Settings(home=tmp_path / "var", database_url="", allowed_hosts=("testserver", "localhost"))
    engines.make_place(settings, DEFAULT)
    found = open_workspace(settings, DEFAULT)
    prepare(found)
    found.close()
    return settings


@pytest.fixture
def library() -> Bundle:
    return load_folder(LIBRARY)
