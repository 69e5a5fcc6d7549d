"""“Did you mean”: the known name nearest to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches

from .text import LocalText, text


def closest(name: str, known: Iterable[str]) -> LocalText | None:
    """The sentence that proposes the nearest known name; None when nothing is near."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return text(f"是不是“{found[0]}”？", f'Did you mean "{found[0]}"?') if found else None
