"""The kinds of jobs: the one list. Each names `module:function`, called as `function(workspace, job, progress) -> JSON`.

Names, not functions, so that a start does not import what only a job needs.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

KINDS: Mapping[str, str] = {
    "import": "dougong.host.imports.job:run",
    "undo_import": "dougong.host.imports.job:undo",
    "sheets": "dougong.host.studio.sheet_run:run",
    "export": "dougong.host.exports.job:run",
    "bulk": "dougong.host.jobs.bulk:run",
    "hand_over": "dougong.host.access.leaving:run",
    "audit_export": "dougong.host.jobs.auditing:export",
    "verify_history": "dougong.host.jobs.auditing:verify",
    "install": "dougong.host.install.job:run",
    "upgrade": "dougong.host.install.job:replace",
    "uninstall": "dougong.host.install.job:remove",
    "index": "dougong.host.jobs.indexing:run",
    "recalculate": "dougong.host.jobs.recalculating:run",
    "recheck": "dougong.host.jobs.rechecking:run",
    "fill_formulas": "dougong.host.jobs.rechecking:fill",
}


def function_of(kind: str) -> Callable[..., Any]:
    """The function of a kind; KeyError when it is not listed."""
    module, _, name = KINDS[kind].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
