"""Apps upon apps: documents as they are once every app's changes of other apps' documents lie over them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .app import App
from .diff import Change, apply_where_possible
from .diff.versions import documents_of, tree_of
from .documents import Document, kind_of
from .layers import changes_from_json
from .parse import parse

KIND = "changes"


def stacked(documents: Iterable[Document]) -> list[Document]:
    """The documents with the changes of apps over one another, those that others build upon first."""
    every = list(documents)
    layers = [one for one in every if one.kind == KIND]
    if not layers:
        return every
    tree: Any = tree_of(every)
    for one in _upwards(layers, every):
        tree, _ = apply_where_possible(tree, changes_in(one))
    return documents_of(tree)


def changes_in(document: Document) -> tuple[Change, ...]:
    """What a document of this kind changes, each path beginning with `app/file`; nothing when it is malformed."""
    raw = document.raw if isinstance(document.raw, Mapping) else {}
    try:
        found = changes_from_json(raw["changes"])
        return tuple(_within(str(raw["app"]), one) for one in found)
    except (KeyError, TypeError, AttributeError):
        return ()  # the check of its shape tells


def may_change(file: str) -> bool:
    """Whether one app may change such a file of another: all but what the other app is, and what it changes itself."""
    kind = kind_of(file)
    return kind is not None and kind.key not in ("app", KIND)


def _within(app: str, change: Change) -> Change:
    head, *rest = change.path
    if not isinstance(head, str) or not may_change(head):
        raise TypeError(head)
    return Change(change.operation, (f"{app}/{head}", *rest), change.old, change.new, change.after)


def _upwards(layers: Sequence[Document], every: Sequence[Document]) -> list[Document]:
    """Layers of apps after those of the apps they name, else by key."""
    below = {one.app: _below(one) for one in every if one.kind == "app"}
    waiting = {one.app for one in layers}
    found: list[Document] = []
    while waiting:
        ready = [key for key in sorted(waiting) if not below.get(key, set()) & waiting] or sorted(waiting)
        found += [one for key in ready for one in layers if one.app == key]
        waiting -= set(ready)
    return found


def _below(document: Document) -> set[str]:
    app = parse(document).value
    return (
        {*app.depends_on, *({app.extends} if app.extends else ())} - {document.app} if isinstance(app, App) else set()
    )
