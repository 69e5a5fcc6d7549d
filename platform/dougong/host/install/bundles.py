"""Where apps come from: a folder or package that is named, or the stock apps that lie beside the code, ordered by dependency."""

from collections.abc import Iterable
from pathlib import Path

from dougong.host.paths import APPS, BASE_APP
from dougong.metamodel.app import App
from dougong.metamodel.documents import Bundle, load_folder
from dougong.metamodel.parse import parse
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .package import read_package


def base_bundle() -> Bundle:
    """People, departments and the administrator's role: in every workspace."""
    return load_folder(BASE_APP)


def stock_bundles() -> list[Bundle]:
    """The apps that come with the product, each after those it depends on. None is needed to start."""
    folders = sorted(path.parent for path in APPS.glob("*/app.json")) if APPS.is_dir() else []
    return in_order(load_folder(folder) for folder in folders)


def find_bundle(name: str) -> Bundle:
    """A folder, a package (.zip), or the key of a stock app; raises ProblemsFound when it is none of them."""
    if name.endswith(".zip") and Path(name).is_file():
        return read_package(Path(name).read_bytes())
    for folder in (Path(name), APPS / name):
        if (folder / "app.json").is_file():
            return load_folder(folder)
    words = text(f"找不到应用“{name}”：{name}/app.json 不存在", f'There is no app "{name}": no {name}/app.json')
    known = [path.parent.name for path in sorted(APPS.glob("*/app.json"))]
    fix = text("自带的应用：" + "、".join(known), "Apps that come along: " + ", ".join(known)) if known else None
    raise ProblemsFound([Problem("no_such_app", words, fix=fix)])


def manifest(bundle: Bundle) -> App | None:
    """The parsed app.json; None when it is missing or malformed."""
    for document in bundle.documents:
        if document.kind == "app":
            value = parse(document).value
            return value if isinstance(value, App) else None
    return None


def needs(bundle: Bundle) -> set[str]:
    """Keys of the apps that must be there before."""
    app = manifest(bundle)
    return set() if app is None else ({*app.depends_on, app.extends or "base"} - {"platform", bundle.app})


def in_order(bundles: Iterable[Bundle]) -> list[Bundle]:
    """Those that others depend on first, else by key; a circle is left for the gate to refuse."""
    waiting = {bundle.app: bundle for bundle in bundles}
    found: list[Bundle] = []
    while waiting:
        ready = [key for key, bundle in waiting.items() if not needs(bundle) & waiting.keys()] or list(waiting)
        found += [waiting.pop(key) for key in sorted(ready)]
    return found
