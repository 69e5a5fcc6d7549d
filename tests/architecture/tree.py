"""The files of the checkout that we wrote, found by walking its folders (a source archive has no git)."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("metamodel", "engines", "platform")
PAGES = ("templates",)
DATA = ("apps", "migrations", "docs", "tests")
_NOT_OURS = {"vendor", "node_modules", "__pycache__", "_share", "artifacts"}


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """Every file below the folders that is ours, sorted."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if not _NOT_OURS & set(path.relative_to(ROOT).parts)))


def texts(*folders: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(path from the root, text) of the files with one of the suffixes."""
    for path in files(*folders):
        if path.suffix in suffixes:
            yield name_of(path), path.read_text("utf-8")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """(path from the root, syntax tree) of the Python files."""
    for name, text in texts(*folders, suffixes=(".py",)):
        yield name, ast.parse(text, name)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
