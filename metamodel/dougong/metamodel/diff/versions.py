"""Versions of an app or a workspace as one JSON value: `app/file` -> document."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..documents import Document, kind_of
from ..kinds import KINDS
from .change import Change
from .compare import compare


def tree_of(documents: Iterable[Document]) -> dict[str, Any]:
    """Documents by `app/file`, kinds in the order of KINDS, then by name."""
    order = list(KINDS)
    ordered = sorted(documents, key=lambda one: (one.app, order.index(one.kind), one.file))
    return {f"{one.app}/{one.file}": one.raw for one in ordered}


def documents_of(tree: Mapping[str, Any]) -> list[Document]:
    """The documents of a tree; ValueError for a file that no kind claims."""
    found = []
    for name, raw in tree.items():
        app, _, file = name.partition("/")
        kind = kind_of(file)
        if kind is None:
            raise ValueError(name)
        found.append(Document(app, kind.key, file, raw))
    return found


def diff(old: Iterable[Document], new: Iterable[Document]) -> list[Change]:
    """The changes from one version to another; the first step of each path is the document."""
    return list(compare(tree_of(old), tree_of(new)))
