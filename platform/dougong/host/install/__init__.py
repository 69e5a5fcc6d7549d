"""Apps in a workspace: install, upgrade, uninstall, each one transaction over documents, tables, samples and revision.

Killed at any moment, a workspace is as it was before or as it is after.
"""

from .apps import Installed, Report, export, install, installed_bundle, list_installed, uninstall, upgrade
from .bootstrap import prepare
from .bundles import find_bundle, stock_bundles
from .gate import check

__all__ = [
    "Installed",
    "Report",
    "check",
    "export",
    "find_bundle",
    "install",
    "installed_bundle",
    "list_installed",
    "prepare",
    "stock_bundles",
    "uninstall",
    "upgrade",
]
