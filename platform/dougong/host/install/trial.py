"""Tries an app in workspaces made for it: install with samples, remove, play its scenarios; nothing of it stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import Problem, ProblemsFound

from . import scenarios
from .apps import install, uninstall
from .bootstrap import prepare
from .bundles import find_bundle, needs
from .scenarios import Played


@dataclass(frozen=True, slots=True)
class Trial:
    """`problems`: what went wrong, scenarios included; `rows`: sample rows per entity; `played`: its scenarios."""

    problems: tuple[Problem, ...]
    rows: Mapping[str, int]
    played: tuple[Played, ...] = ()


def trial(bundle: Bundle) -> Trial:
    """Installs, removes and plays; scenarios are played only when the app can be installed."""
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
            return Trial(found.problems, {})
        finally:
            workspace.close()
        played = tuple(scenarios.run(bundle, Path(folder) / "scenarios"))
        return Trial(tuple(one.problem for one in played if one.problem), report.rows, played)
