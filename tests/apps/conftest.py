"""A workspace in which a template is installed with its samples, one per template for all tests that only look."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from starlette.testclient import TestClient

from dougong.host.install import find_bundle, install
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace

from tests.support.copies import Copies
from tests.support.pages import visitors
from tests.support.stock import stocked

At = Callable[[Workspace, str], TestClient]
"""`at(workspace, login)` is the browser of a person who only looks; who clears cookies or signs out takes `visitor`."""


def _workspace(
    folders: pytest.TempPathFactory, app: str, language: Literal["zh-CN", "en"] = "zh-CN"
) -> Iterator[Workspace]:
    workspace = open_workspace(stocked(folders, app, language), DEFAULT)
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def at() -> Iterator[At]:
    """One product per workspace, and each person signed in once: what one page has compiled serves the next."""
    doors: dict[Path, Callable[[str], TestClient]] = {}
    with ExitStack() as stack:

        def signed_in(workspace: Workspace, login: str) -> TestClient:
            if workspace.home not in doors:
                doors[workspace.home] = stack.enter_context(visitors(workspace))
            return doors[workspace.home](login)

        yield signed_in


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template with its samples."""
    yield from _workspace(tmp_path_factory, "crm")


@pytest.fixture(scope="session")
def crm_in_english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template with its English samples."""
    yield from _workspace(tmp_path_factory, "crm", "en")


@pytest.fixture(scope="session")
def maintenance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The maintenance template with its samples."""
    yield from _workspace(tmp_path_factory, "maintenance")


def _sales(workspace: Workspace) -> None:
    install(workspace, find_bundle("crm"), with_samples=False)


@pytest.fixture
def empty_crm(copies: Copies, tmp_path: Path) -> Iterator[Workspace]:
    """The sales template without a record, each test its own."""
    with copies.copy(_sales, tmp_path, key=DEFAULT) as database:
        workspace = open_workspace(database.settings, database.key)
        yield workspace
        workspace.close()
