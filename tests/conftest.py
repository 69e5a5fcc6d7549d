"""Fixtures every suite may use: an empty database of each dialect, a clock that stands still."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from dougong.host.access import passwords
from dougong.host.paths import APPS
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database, empty_database, postgres_server

from tests.support.chromium import launched
from tests.support.copies import Copies, Make

hypothesis.settings.register_profile("default", max_examples=60, deadline=None, derandomize=True)
hypothesis.settings.register_profile("proof", max_examples=5_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


TESTS = Path(__file__).parent
LONG = ("journeys", "browser", "access", "faults", "apps")
"""Folders whose files are tried first, so that no worker is left alone with a long one at the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-pictures", action="store_true", help="take the small pictures of pages anew (make screens)"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that takes a database is one of the database contract suites; proofs and benches run when asked for."""
    folders = {key: n for n, key in enumerate(LONG)}
    items.sort(key=lambda item: folders.get(item.path.relative_to(TESTS).parts[0], len(LONG)))
    asked = config.option.markexpr
    for item in items:
        for needed in item.iter_markers("needs_app"):
            if not (APPS / needed.args[0]).is_dir():
                item.add_marker(pytest.mark.skip(reason=f"apps/{needed.args[0]} is not in this checkout"))
        if {"database", "ground"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
    long = ("proof", "bench")
    kept = [item for item in items if all(name in asked or not item.get_closest_marker(name) for name in long)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session", autouse=True)
def product_hasher() -> Iterator[PasswordHasher]:
    """What the product hashes passwords with: 64 MB and tens of milliseconds each, on purpose. Tests make dozens and
    do it cheaply, but for one; `make proof` pays the full price."""
    with pytest.MonkeyPatch.context() as patch:
        found = passwords.HASHER
        if not os.environ.get("HYPOTHESIS_PROFILE"):
            patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server's URL, one per session (and per xdist worker)."""
    with postgres_server() as url:
        yield url


@pytest.fixture
def own_database(postgres: URL) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, gone afterwards: no worker of another test sees what happens there."""
    name = f"dougong_{uuid4().hex}"
    engine = create_engine(postgres, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        yield postgres.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """Workspaces that are made once and copied."""
    found = Copies(tmp_path_factory.mktemp("origins"))
    yield found
    found.drop()


@pytest.fixture
def contents() -> Make | None:
    """What the place of `database` holds beside the base app, None for an empty one; suites and modules say their own."""
    return None


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, contents: Make | None) -> Iterator[Database]:
    """A database of each dialect, empty or with `contents`: `.dialect`, `.engine()`, `.url`, `.schema`, `.settings`, `.key`."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    if contents is None:
        with empty_database(tmp_path, server) as database:
            yield database
    else:
        copies: Copies = request.getfixturevalue("copies")
        with copies.copy(contents, tmp_path, server) as database:
            yield database


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all that is tried in it: two drivers do not run in one process. CI never goes without."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None and not os.environ.get("DOUGONG_REQUIRE_BROWSER"):
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        found = launched(playwright, chromium)
        yield found
        found.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()
