"""The stock apps installed with their samples, once a run: what one worker has made the others copy."""

import fcntl
import os
import shutil
from pathlib import Path
from typing import Literal

import pytest

from dougong.host.install import find_bundle, install, prepare
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, open_workspace


def stocked(folders: pytest.TempPathFactory, app: str, language: Literal["zh-CN", "en"] = "zh-CN") -> Settings:
    """A home of its own on SQLite whose default workspace holds the app and its samples."""
    base = folders.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    origin = shared / f"{app}-{language}"
    with origin.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not origin.exists():
            _make(folders.mktemp(app), app, language).rename(origin)
    home = folders.mktemp(app) / "home"
    shutil.copytree(origin, home)
    return Settings(home=home, database_url="", language=language)


def _make(home: Path, app: str, language: Literal["zh-CN", "en"]) -> Path:
    settings = Settings(home=home, database_url="", language=language)
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT)
    prepare(workspace)
    install(workspace, find_bundle(app))
    workspace.close()
    return home
