"""A prepared workspace on each database, the neutral app `library`, and a browser-like client."""

import shutil
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

from tests.support.copies import Make, bare

LIBRARY = Path(__file__).parent / "library"


@pytest.fixture
def made() -> Make | None:
    """The base app and its administrator."""
    return bare


@pytest.fixture
def workspace(database: Database, clock: FixedClock) -> Iterator[Workspace]:
    """As `made`, on SQLite and on PostgreSQL."""
    found = open_workspace(database.settings, database.key, clock)
    yield found
    found.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite home with the default workspace in it, to be copied."""
    settings = Settings(home=tmp_path_factory.mktemp("prepared"), database_url="")
    engines.make_place(settings, DEFAULT)
    found = open_workspace(settings, DEFAULT)
    prepare(found)
    found.close()
    return settings.home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Settings:
    """Settings of a SQLite home of its own with the default workspace in it."""
    shutil.copytree(prepared, tmp_path / "var")
    return Settings(home=tmp_path / "var", database_url="", allowed_hosts=("localhost",))


@pytest.fixture
def library() -> Bundle:
    return load_folder(LIBRARY)
