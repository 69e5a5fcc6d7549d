"""Where the folders that are data beside the code live: in a checkout at its top, in a wheel below `_share`."""

from pathlib import Path

_HOST = Path(__file__).resolve().parent
_PACKED = _HOST / "_share"
_CHECKOUT = _HOST.parents[2]

SHARE = _PACKED if _PACKED.is_dir() else _CHECKOUT

TEMPLATES = SHARE / "templates"
APPS = SHARE / "apps"
MIGRATIONS = SHARE / "migrations"

# These lie inside the package both ways.
BASE_APP = _HOST / "install" / "base"
STATIC = _HOST / "web" / "static"
VENDOR = STATIC / "vendor"
