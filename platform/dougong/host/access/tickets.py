"""Short-lived sealed notes that a browser carries between two steps of signing in; nobody else can read or make one."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from dougong.host.settings import derive_key
from dougong.host.store.cipher import AesCipher

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

GOOD_FOR = timedelta(minutes=10)


def seal(workspace: "Workspace", purpose: str, values: dict[str, Any]) -> str:
    """The note as text; `values` are plain JSON."""
    until = (workspace.clock() + GOOD_FOR).isoformat()
    return _cipher(workspace).seal(orjson.dumps({**values, "$purpose": purpose, "$until": until}).decode())


def read(workspace: "Workspace", purpose: str, note: str) -> dict[str, Any] | None:
    """The values; None for anything but a note of ours, for this purpose, not yet too old."""
    try:
        found: dict[str, Any] = orjson.loads(_cipher(workspace).open(note))
    except ValueError:
        return None
    fresh = datetime.fromisoformat(found["$until"]) > workspace.clock()
    return found if fresh and found["$purpose"] == purpose else None


def _cipher(workspace: "Workspace") -> AesCipher:
    return AesCipher(derive_key(workspace.settings, f"tickets:{workspace.key}"))
