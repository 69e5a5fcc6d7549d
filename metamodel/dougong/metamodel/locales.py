"""Locale documents: words of one language that replace those written in an app's other documents.

A place is written as file and path with keys of items: `entities/job.json:fields[amount].label`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from .diff.apply import apply
from .diff.change import Anchor, Change, Step, names_of
from .documents import Document

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\[\]]+)\]")


def localised(documents: Sequence[Document]) -> list[Document]:
    """The documents with the words of their app's locales in place; what goes nowhere is left to the check."""
    texts: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for one in documents:
        for place, words in _texts(one).items():
            file, _, path = place.partition(":")
            texts.setdefault((one.app, file), []).append((path, str(one.raw.get("language")), words))
    return [
        replace(one, raw=_with_words(one.raw, texts[one.app, one.file])) if (one.app, one.file) in texts else one
        for one in documents
    ]


def find_text(raw: Any, path: str) -> dict[str, Any] | None:
    """The text in two languages at a path with keys of items; None when there is none."""
    for step in path_steps(path):
        if isinstance(step, Anchor):
            names = names_of(raw) or []
            raw = raw[names.index(step.name)] if step.name in names else None
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    return raw if isinstance(raw, dict) and set(raw) == {"zh-CN", "en"} else None


def path_steps(path: str) -> tuple[Step, ...]:
    """`fields[amount].label` as steps."""
    return tuple(Anchor(item) if item else name for name, item in _STEP.findall(path))


def _texts(document: Document) -> dict[str, str]:
    texts = document.raw.get("texts") if document.kind == "locale" and isinstance(document.raw, dict) else None
    return {k: v for k, v in texts.items() if isinstance(v, str)} if isinstance(texts, dict) else {}


def _with_words(raw: Any, texts: Iterable[tuple[str, str, str]]) -> Any:
    for path, language, words in texts:
        found = find_text(raw, path)
        if found is not None and language in found:
            raw = apply(raw, [Change("change", (*path_steps(path), language), found[language], words)])
    return raw
