"""The layers of docs/architecture.md hold (import-linter; the contracts are in pyproject.toml)."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import CODE, ROOT

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]


def test_imports_keep_the_layers() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_portion_has_its_layer() -> None:
    """A new package cannot stand outside the contracts."""
    portions = {
        f"dougong.{path.name}"
        for root in CODE
        for path in (ROOT / root / "dougong").iterdir()
        if path.is_dir() and path.name != "__pycache__"
    }
    layers = next(contract["layers"] for contract in LINTER["contracts"] if contract["type"] == "layers")
    layered = {name.strip() for layer in layers for name in layer.split("|")}
    assert portions == set(LINTER["root_packages"]) == layered
