"""A process killed while it installs an app leaves the workspace as it was, at whatever statement it dies."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from dougong.host.install import install, list_installed
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import Bundle

from tests.host.conftest import LIBRARY

CHILD = Path(__file__).parent / "killed.py"


def run(home: Path, count: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHILD), str(home), str(LIBRARY), str(count)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 1.0])
def test_a_killed_installation_leaves_nothing(home: Settings, library: Bundle, tmp_path: Path, part: float) -> None:
    shutil.copytree(home.home, tmp_path / "whole")
    whole = run(tmp_path / "whole", 0)
    assert whole.returncode == 0, whole.stderr
    killed = run(home.home, max(1, int(int(whole.stdout) * part)))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    workspace = open_workspace(home, DEFAULT)
    try:
        assert [one.key for one in list_installed(workspace)] == ["base"]
        with workspace.engine.connect() as connection:
            assert not [name for name in inspect(connection).get_table_names() if name in ("e_book", "e_writer")]
        assert install(workspace, library).rows["book"] == 3, "and it can be installed"
    finally:
        workspace.close()
