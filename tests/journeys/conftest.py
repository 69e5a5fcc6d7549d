"""Where the real data is: beside the repository, never in it. And a browser with people at work in the product."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store.tables import workspace_meta
from dougong.host.testing.serving import serving
from dougong.host.workspaces import DEFAULT, open_workspace

from tests.journeys.hand import Hand, Way

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
At = Callable[[str | re.Pattern[str], Way, str], Hand]
"""`at(person, way, language)` signs in."""


@pytest.fixture(scope="session")
def real_data() -> Path:
    if not DATA.is_dir():
        pytest.skip("the real data (shared/data beside the repository) is not on this machine")
    return DATA


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a home's product on a free port, in demo mode: people sign in by a press on their name."""
    settings = Settings(home=home, database_url="", rate_limit=0, demo=True)
    workspace = open_workspace(settings, DEFAULT)
    with workspace.writer.begin() as connection:
        connection.execute(update(workspace_meta).values(demo=True))
    workspace.close()
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture
def at(browser: Browser, place: str) -> Iterator[At]:
    """People at the product of the module's `place`; what a browser complains of fails the test."""
    hands: list[Hand] = []

    def signed_in(person: str | re.Pattern[str], way: Way = "mouse", language: str = "zh-CN") -> Hand:
        hands.append(Hand(browser, place, way, language, person))
        return hands[-1]

    yield signed_in
    for hand in hands:
        hand.close()
