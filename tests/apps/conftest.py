"""A workspace in which a template is installed with its samples, one per template for all tests that only look."""

from collections.abc import Iterator
from typing import Literal

import pytest

from dougong.host.install import find_bundle, install, prepare
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace


def _workspace(
    tmp_path_factory: pytest.TempPathFactory,
    app: str,
    *,
    with_samples: bool,
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Workspace:
    settings = Settings(home=tmp_path_factory.mktemp(app), database_url="", language=language)
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT)
    prepare(workspace)
    install(workspace, find_bundle(app), with_samples=with_samples)
    return workspace


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template with its samples."""
    workspace = _workspace(tmp_path_factory, "crm", with_samples=True)
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def crm_in_english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template with its English samples."""
    workspace = _workspace(tmp_path_factory, "crm", with_samples=True, language="en")
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def maintenance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The maintenance template with its samples."""
    workspace = _workspace(tmp_path_factory, "maintenance", with_samples=True)
    yield workspace
    workspace.close()


@pytest.fixture
def empty_crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sales template without a record."""
    workspace = _workspace(tmp_path_factory, "crm", with_samples=False)
    yield workspace
    workspace.close()
