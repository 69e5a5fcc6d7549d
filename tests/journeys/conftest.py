"""Where the real data is: beside the repository, never in it. And a browser with people at work in the product."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import update

from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store.tables import workspace_meta
from dougong.host.workspaces import DEFAULT, open_workspace

from tests.journeys.hand import Hand, Way

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
At = Callable[[str, Way, str], Hand]
"""`at(person, way, language)` signs in."""


@pytest.fixture(scope="session")
def real_data() -> Path:
    if not DATA.is_dir():
        pytest.skip("the real data (shared/data beside the repository) is not on this machine")
    return DATA


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield found
        found.close()


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a home's product on a free port, in demo mode: people sign in by a press on their name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(home=home, database_url="", port=port, rate_limit=0, demo=True)
    workspace = open_workspace(settings, DEFAULT)
    with workspace.writer.begin() as connection:
        connection.execute(update(workspace_meta).values(demo=True))
    workspace.close()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ready = threading.Event()
    while not server.started and thread.is_alive():
        ready.wait(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def at(browser: Browser, place: str) -> Iterator[At]:
    """People at the product of the module's `place`; what a browser complains of fails the test."""
    hands: list[Hand] = []

    def signed_in(person: str, way: Way = "mouse", language: str = "zh-CN") -> Hand:
        hands.append(Hand(browser, place, way, language, person))
        return hands[-1]

    yield signed_in
    for hand in hands:
        hand.close()
