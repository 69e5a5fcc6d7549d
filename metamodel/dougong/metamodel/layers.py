"""Two layers of one document: what its app brought, and what a workspace made of it.

The workspace's layer is kept as a patch over the app's, so that both sides can go on changing (`three_way`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .diff import Change, change_from_json, change_to_json
from .overlay import Patch, capture, overlay


@dataclass(frozen=True, slots=True)
class Own:
    """What a workspace made of a document: a `patch` over the app's, a whole `document` the app does not have, or
    nothing of it left (`gone`)."""

    patch: Patch = ()
    document: Any = None
    gone: bool = False


def own_of(base: Any, wanted: Any) -> Own | None:
    """What makes `wanted` of the app's `base` (None: there is no such document); None when they are the same."""
    if wanted is None:
        return None if base is None else Own(gone=True)
    if base is None:
        return Own(document=wanted)
    patch = capture(base, wanted)
    return Own(patch) if patch else None


def effective(base: Any, own: Own | None) -> Any:
    """The document in force, None when there is none."""
    if own is None:
        return base
    if own.gone:
        return None
    if own.document is not None:
        return own.document
    return None if base is None else overlay(base, own.patch)


def own_to_json(own: Own) -> dict[str, Any]:
    """A layer as it is stored."""
    if own.gone:
        return {"gone": True}
    if own.document is not None:
        return {"document": own.document}
    return {"changes": changes_to_json(own.patch)}


def own_from_json(raw: Mapping[str, Any]) -> Own:
    """The layer of `own_to_json`; KeyError or TypeError when it is none."""
    if raw.get("gone"):
        return Own(gone=True)
    return Own(document=raw["document"]) if "document" in raw else Own(changes_from_json(raw["changes"]))


def changes_to_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [change_to_json(change) for change in changes]


def changes_from_json(raw: Iterable[dict[str, Any]]) -> Patch:
    """KeyError or TypeError when one is no change."""
    return tuple(change_from_json(one) for one in raw)
