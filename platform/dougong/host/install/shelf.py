"""Apps that can be had: those that came with the product, and packages that were put in by file, per workspace."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dougong.metamodel.app import App
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .apps import refuse_reserved
from .bundles import manifest, stock_bundles
from .package import read_package

if TYPE_CHECKING:
    from pathlib import Path

    from dougong.host.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Offer:
    """An app on the shelf; `own`: it was put in by file, and goes before one of the same key that came along."""

    app: App
    bundle: Bundle
    own: bool


def offers(workspace: "Workspace") -> list[Offer]:
    """By key. A file that cannot be read any more is left out."""
    found = {one.app: Offer(app, one, False) for one in stock_bundles() if (app := manifest(one)) is not None}
    for path in sorted(_folder(workspace).glob("*.zip")):
        try:
            bundle = read_package(path.read_bytes())
        except (ProblemsFound, OSError):
            continue
        app = manifest(bundle)
        if app is not None:
            found[bundle.app] = Offer(app, bundle, True)
    return [found[key] for key in sorted(found)]


def offer(workspace: "Workspace", key: str) -> Offer | None:
    """The one of that key; None when it is not on the shelf."""
    return next((one for one in offers(workspace) if one.app.key == key), None)


def put(workspace: "Workspace", content: bytes) -> Offer:
    """Puts a package on the shelf in place of the one of its key; ProblemsFound for what is none. Nothing is installed."""
    bundle = read_package(content)
    app = manifest(bundle)
    if app is None:
        words = text("app.json 不完整", "app.json is not complete")
        fix = text("用 dougong app check 检查应用", "Check the app with `dougong app check`")
        raise ProblemsFound([Problem("no_app", words, file="app.json", fix=fix), *bundle.problems])
    refuse_reserved(bundle)
    folder = _folder(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{app.key}"
    draft.write_bytes(content)
    draft.replace(folder / f"{app.key}.zip")
    return Offer(app, bundle, True)


def take_away(workspace: "Workspace", key: str) -> bool:
    """Takes a package that was put in off the shelf again; what is installed of it stays."""
    path = _folder(workspace) / f"{key}.zip"
    if path not in set(_folder(workspace).glob("*.zip")):
        return False
    path.unlink(missing_ok=True)
    return True


def _folder(workspace: "Workspace") -> "Path":
    return workspace.home / "packages"
