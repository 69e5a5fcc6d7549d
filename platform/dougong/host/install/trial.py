"""Tries an app in a workspace made for it: install with samples, remove; nothing of it stays."""

from pathlib import Path
from tempfile import TemporaryDirectory

from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import Problem, ProblemsFound

from .apps import install, uninstall
from .bootstrap import prepare
from .bundles import find_bundle, needs


def trial(bundle: Bundle) -> tuple[list[Problem], dict[str, int]]:
    """What went wrong, and the sample rows per entity."""
    with TemporaryDirectory(prefix="dougong-trial-") as folder:
        settings = Settings(home=Path(folder), database_url="")
        engines.make_place(settings, DEFAULT)
        workspace = open_workspace(settings, DEFAULT)
        try:
            prepare(workspace)
            for needed in sorted(needs(bundle) - {"base"}):
                install(workspace, find_bundle(needed), with_samples=False)
            report = install(workspace, bundle)
            uninstall(workspace, bundle.app)
        except ProblemsFound as found:
            return list(found.problems), {}
        finally:
            workspace.close()
        return [], report.rows
