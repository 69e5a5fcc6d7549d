"""JSON paths: how a place inside a document is written, read and found again."""

import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]")


def step(part: str | int) -> str:
    """One step of a path: `.name`, `[3]`, or `['any name']`."""
    if isinstance(part, int):
        return f"[{part}]"
    if _PLAIN.fullmatch(part):
        return f".{part}"
    escaped = part.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


def steps(path: str) -> list[str | int]:
    """The steps of a path that begins with `$`; ValueError when it is none."""
    if not path.startswith("$"):
        raise ValueError(path)
    found: list[str | int] = []
    position = 1
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            raise ValueError(path)
        name, number, quoted = match.groups()
        found.append(
            int(number) if number is not None else name if name is not None else re.sub(r"\\(.)", r"\1", quoted)
        )
        position = match.end()
    return found


def at(raw: Any, path: str) -> Any:
    """What stands at a path; LookupError when nothing does."""
    for one in steps(path):
        fits = isinstance(raw, dict if isinstance(one, str) else list)
        if not fits:
            raise LookupError(path)
        raw = raw[one]
    return raw
