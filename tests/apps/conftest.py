"""A workspace in which a template is installed with its samples, one per template for all tests that only look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from dougong.host.install import find_bundle, install, prepare
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace

from tests.support.copies import Copies


def _workspace(
    tmp_path_factory: pytest.TempPathFactory, app: str, language: Literal["zh-CN", "en"] = "zh-CN"
) -> Workspace:
    settings = Settings(home=tmp_path_factory.mktemp(app), database_url="", language=language)
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT)
    prepare(workspace)
    install(workspace, find_bundle(app))
    return workspace


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template with its samples."""
    workspace = _workspace(tmp_path_factory, "crm")
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def crm_in_english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template with its English samples."""
    workspace = _workspace(tmp_path_factory, "crm", "en")
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def maintenance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The maintenance template with its samples."""
    workspace = _workspace(tmp_path_factory, "maintenance")
    yield workspace
    workspace.close()


def _sales(workspace: Workspace) -> None:
    install(workspace, find_bundle("crm"), with_samples=False)


@pytest.fixture
def empty_crm(copies: Copies, tmp_path: Path) -> Iterator[Workspace]:
    """The sales template without a record, each test its own."""
    with copies.copy(_sales, tmp_path, key=DEFAULT) as database:
        workspace = open_workspace(database.settings, database.key)
        yield workspace
        workspace.close()
