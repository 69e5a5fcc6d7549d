"""What is built: every icon exists, and a wheel carries the code, the pages' assets and the data folders."""

import subprocess
import sys
import zipfile
from pathlib import Path

import hatch_build
import pytest

from tests.architecture.tree import CODE, ROOT, files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_every_icon_is_drawn() -> None:
    """Named in icons.txt, in a definition, in Python or in a template, it is in the sprite."""
    hatch_build.fetch(ROOT)
    missing = {
        name: file
        for name, file in hatch_build.icon_names(ROOT).items()
        if not hatch_build.icon_file(ROOT, name).exists()
    }
    assert missing == {}


def test_an_icon_is_found_where_it_is_written() -> None:
    written = """icon="a-b" icon('c', 18) icon("d" if open == "no" else "e") icon(name) silicon("f") """
    assert list(hatch_build.written_icons(written)) == ["a-b", "c", "d", "e"]


def test_the_second_build_of_assets_does_nothing() -> None:
    hatch_build.build(ROOT, strict=True)
    assert hatch_build.build(ROOT, strict=True) is False


def test_a_wheel_holds_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in CODE:
        expected = {path.relative_to(ROOT / folder).as_posix() for path in files(folder)}
        assert expected - names == set()
    for folder in ("templates", "apps", "migrations"):
        expected = {f"dougong/host/_share/{path.relative_to(ROOT).as_posix()}" for path in files(folder)}
        assert expected - names == set()
    vendor = {f"dougong/host/web/static/vendor/{name}" for name in (*hatch_build.FILES.values(), hatch_build.SPRITE)}
    assert vendor - names == set()
    assert not [name for name in names if name.endswith("dougong/__init__.py") or "node_modules" in name]


def test_an_unpacked_wheel_finds_its_folders(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    probe = "from dougong.host import paths; print(paths.__file__, paths.APPS, paths.VENDOR / 'htmx.js', sep='\\n')"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{probe}"]
    module, apps, htmx = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.split()
    assert Path(module).is_relative_to(tmp_path)
    assert apps == str(tmp_path / "dougong/host/_share/apps") or not (ROOT / "apps").is_dir()
    assert Path(htmx).is_file()
