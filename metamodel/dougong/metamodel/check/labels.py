"""Checks words people read: no label blank in either language, nothing unprintable anywhere, icon names plain."""

import re
from collections.abc import Iterator
from typing import Any

from ..documents import Document
from ..places import step
from ..problem import Problem
from ..text import text
from .subject import Subject

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ICON = re.compile(r"[a-z][a-z0-9-]{0,47}")


def check(subject: Subject) -> Iterator[Problem]:
    """Every label and icon of every document."""
    for one in subject.parsed:
        yield from _walk(one.document, one.document.raw, "$")


def _walk(document: Document, raw: Any, place: str) -> Iterator[Problem]:
    if isinstance(raw, list):
        for number, part in enumerate(raw):
            yield from _walk(document, part, place + step(number))
    if isinstance(raw, str) and _UNPRINTABLE.search(raw):
        words = text("含有不可见的控制字符或损坏的文字", "It holds control characters or damaged text")
        yield document.problem("unprintable", words, place)
    if not isinstance(raw, dict):
        return
    if set(raw) == {"zh-CN", "en"}:
        for language, words in raw.items():
            if isinstance(words, str) and not words.strip():
                message = text("文字是空的", "The text is empty")
                yield document.problem("empty_text", message, place + step(language))
    icon = raw.get("icon")
    if isinstance(icon, str) and not _ICON.fullmatch(icon):
        message = text(f"图标名“{icon[:40]}”只能用小写字母、数字和连字符", f'"{icon[:40]}" is not the name of an icon')
        yield document.problem("icon", message, f"{place}.icon")
    for key, part in raw.items():
        yield from _walk(document, part, place + step(key))
