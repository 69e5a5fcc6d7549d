"""Formats of stored documents: each kind has a number, and small functions step from one to the next.

A document says its format in `$schema` (`dougong/entity/1`); reading an old one upgrades it step by step.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ..documents import Document
from ..kinds import KINDS
from ..problem import ProblemsFound
from ..text import text

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes a document of one format and returns it in the next; it must not change what it was given."""

_UPGRADES: dict[tuple[str, int], Upgrade] = {}
"""(kind, from format) -> function."""
_SCHEMA = re.compile(r"dougong/([a-z_]+)/(\d{1,6})")


def format_of(document: Document) -> int | None:
    """The format a document says it has; None when it says none for its kind."""
    said = document.raw.get("$schema") if isinstance(document.raw, dict) else None
    match = _SCHEMA.fullmatch(said) if isinstance(said, str) else None
    return int(match[2]) if match is not None and match[1] == document.kind else None


def upgrade(document: Document) -> Document:
    """The document in its kind's newest format; unchanged when it is new or says no format (the check tells that).

    Raises ProblemsFound for a format newer than this product, or one that no function goes on from.
    """
    have, newest = format_of(document), KINDS[document.kind].format
    if have is None or have == newest:
        return document
    if have > newest:
        words = text(
            "文件来自更新的版本，请先升级产品", "This file comes from a newer version; upgrade the product first"
        )
        raise ProblemsFound([document.problem("newer_format", words, "$['$schema']")])
    raw = document.raw
    for number in range(have, newest):
        step = _UPGRADES.get((document.kind, number))
        if step is None:
            words = text(f"格式 {number} 已不支持", f"Format {number} is not supported any more")
            raise ProblemsFound([document.problem("old_format", words, "$['$schema']")])
        raw = {**step(raw), "$schema": f"dougong/{document.kind}/{number + 1}"}
    return replace(document, raw=raw)


@contextmanager
def registered(kind: str, number: int, step: Upgrade) -> Iterator[None]:
    """For the length of a test, format `number` turns into `number + 1`, and that is the kind's newest."""
    if (kind, number) in _UPGRADES:
        raise ValueError(f"an upgrade of {kind} {number} is registered twice")
    before = KINDS[kind]
    _UPGRADES[kind, number] = step
    KINDS[kind] = replace(before, format=number + 1)
    try:
        yield
    finally:
        del _UPGRADES[kind, number]
        KINDS[kind] = before
