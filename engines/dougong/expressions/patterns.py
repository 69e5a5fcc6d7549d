"""The patterns of TEXT: a few for numbers, and dates made of yyyy, mm, m, dd, d and separators."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(#,##)?0(?:\.(0{1,6}))?")
_DATE = re.compile(r"yyyy|mm|m|dd|d|[-/. 年月日]")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """Digits after the point, and whether thousands are set apart."""

    digits: int
    grouped: bool


def number_pattern(written: str) -> NumberPattern | None:
    """`0`, `0.00`, `#,##0`, `#,##0.00` and the like; None for anything else."""
    match = _NUMBER.fullmatch(written)
    return NumberPattern(len(match[2] or ""), bool(match[1])) if match else None


def date_pattern(written: str) -> tuple[str, ...] | None:
    """The pieces of a date pattern; None when it has others."""
    pieces = tuple(_DATE.findall(written.lower()))
    return pieces if "".join(pieces) == written.lower() and pieces else None
