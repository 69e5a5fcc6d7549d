"""Reading a reference: an id, or an object that holds one."""

import re

from ..problem import ValueProblem
from .reading import as_words

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def read_id(raw: object) -> str | None:
    """The 36-character id; titles are resolved before (imports, pages), not here."""
    if isinstance(raw, dict):
        raw = raw.get("id")
    if raw is None or raw == "":
        return None
    words = as_words(raw).lower()
    if not _ID.fullmatch(words):
        raise ValueProblem(
            "reference", f"“{words[:60]}”不是记录编号（id）", f'"{words[:60]}" is not the id of a record'
        )
    return words
