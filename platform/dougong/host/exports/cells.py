"""Values as cells that a spreadsheet shows and never runs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

_RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def safe_cell(text: str) -> str:
    """Text that a spreadsheet could take for a formula gets an apostrophe; numbers and phone numbers stay."""
    if text.startswith(_RISKY) and not _plain_number(text):
        return "'" + text
    return text


def _plain_number(text: str) -> bool:
    rest = text[1:] if text[0] in "+-" else text
    return bool(rest) and rest.replace(".", "", 1).replace(" ", "").isdigit()


def plain(value: Any, zone: ZoneInfo) -> str | int | Decimal | float | date | datetime | bool | None:
    """A canonical value without nesting: lists joined, links by title, files by name."""
    match value:
        case None | bool() | int() | Decimal():
            return value
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None)
        case date():
            return value
        case list():
            return "; ".join(_words(one) for one in value)
        case dict():
            return _words(value)
        case _:
            return str(value)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        for key in ("title", "$title", "name", "detail"):
            if value.get(key):
                return " ".join(str(value[part]) for part in ("region", key) if value.get(part))
        return ", ".join(f"{key}: {part}" for key, part in value.items() if part not in (None, ""))
    return str(value)
