"""The tree reads as the architecture: namespace roots, small files, each module saying what it is."""

import ast
import re
from statistics import median, quantiles

import pytest

from tests.architecture.tree import CODE, DATA, PAGES, ROOT, files, modules, name_of, texts

WRITTEN = (".py", ".js", ".css", ".html", ".jinja", ".j2", ".sql")
# Downloaded or drawn by a program: such files are fetched by hatch_build.py, never committed.
FOREIGN = re.compile(r"\.min\.|\.map$|\.woff2?$|\.ttf$|/vendor/|/node_modules/|\.(wasm|zip|whl)$")
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|tmp|Users)/[\w.]|registry\.npmjs|pythonhosted\.org")


@pytest.mark.parametrize("root", CODE)
def test_a_namespace_root_has_no_init(root: str) -> None:
    """platform/__init__.py would shadow the standard library's platform for everything started in the checkout."""
    assert not (ROOT / root / "__init__.py").exists()
    assert not (ROOT / root / "dougong" / "__init__.py").exists()
    assert [path.name for path in (ROOT / root).iterdir() if path.is_dir() and path.name != "__pycache__"] == [
        "dougong"
    ]


def test_no_folder_of_tests_is_called_platform() -> None:
    assert not (ROOT / "tests" / "platform").exists()


def test_packages_below_the_roots_have_an_init() -> None:
    folders = {path.parent for path in files(*CODE) if path.suffix == ".py" and path.parent.name != "dougong"}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_files_are_small() -> None:
    lengths = {
        name: text.count("\n") for name, text in texts(*CODE, *PAGES, "tests", "migrations", "tools", suffixes=WRITTEN)
    }
    lengths["hatch_build.py"] = (ROOT / "hatch_build.py").read_text("utf-8").count("\n")
    assert {name: length for name, length in lengths.items() if length > 500} == {}
    code = [length for name, length in lengths.items() if name.startswith(CODE)]
    assert median(code) <= 120
    assert quantiles(code, n=10)[-1] <= 300


def test_every_module_says_what_it_is() -> None:
    trees = modules(*CODE, "tests", "migrations")
    assert [name for name, tree in trees if not (ast.get_docstring(tree) or "").strip()] == []


def test_no_file_of_somebody_else_is_kept() -> None:
    assert [name_of(path) for path in files(*CODE, *PAGES, *DATA) if FOREIGN.search(f"/{name_of(path)}")] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")


def test_nothing_names_a_machine() -> None:
    """No path of somebody's disk, no registry host."""
    places = [
        f"{name}: {found.group()}"
        for name, text in texts(*CODE, *PAGES, *DATA, ".ci", suffixes=(*WRITTEN, ".json", ".md", ".toml", ""))
        if name != "tests/architecture/test_tree.py" and (found := MACHINE.search(text))
    ]
    assert places == []


def test_the_code_map_names_every_package() -> None:
    code_map = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    portions = {path.name for root in CODE for path in (ROOT / root / "dougong").iterdir() if path.is_dir()}
    assert [name for name in sorted(portions - {"__pycache__"}) if f"`dougong.{name}`" not in code_map] == []


@pytest.mark.parametrize("noun", ["Manager", "Helper", "Util", "Handler"])
def test_no_class_is_named_after_nothing(noun: str) -> None:
    named = [
        f"{name}: {node.name}"
        for name, tree in modules(*CODE)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith((noun, f"{noun}s"))
    ]
    assert named == []
    assert [name_of(path) for path in files(*CODE) if re.fullmatch(rf"{noun.lower()}s?\.py", path.name)] == []
