"""How the cells of a column are meant where they are not written as a field wants them: days as numbers, shares of one.

A reading takes a cell and gives it as the field's type reads it; what it cannot read it gives back as it was.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets."""
_FIRST, _LAST = 10_000, 80_000
"""Numbers of days from 1927 to 2119."""
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T]0?0:00(?::00)?)?")
Reading = Callable[[str], str]


def _serial(cell: str) -> str:
    """A spreadsheet's number of a day."""
    if not re.fullmatch(r"\d{5}(?:\.0+)?", cell) or not _FIRST <= (days := int(float(cell))) <= _LAST:
        return cell
    return (_EPOCH + timedelta(days)).isoformat()


def _day_first(cell: str) -> str:
    found = _SLASHED.fullmatch(cell)
    return (found and _day(found[3], found[2], found[1])) or cell


def _month_first(cell: str) -> str:
    found = _SLASHED.fullmatch(cell)
    return (found and _day(found[3], found[1], found[2])) or cell


def _share(cell: str) -> str:
    """0.25 for 25 %."""
    found = re.fullmatch(r"-?[01](?:\.(\d+))?", cell)
    return f"{float(cell) * 100:.6f}".rstrip("0").rstrip(".") if found else cell


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


READINGS: Mapping[str, Reading] = {
    "": lambda cell: cell, "serial": _serial, "month_first": _month_first, "day_first": _day_first,
    "share": _share,
}  # fmt: skip
DAYS = ("", "serial", "month_first", "day_first")
"""Those that give days."""
