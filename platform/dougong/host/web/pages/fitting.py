"""Columns of a list that give way: what is a little too wide for a desk is narrowed until it fits, each column down to its least."""

from collections.abc import Collection
from dataclasses import replace

from .columns import ListColumn, icon_path

ROOM = 1164
"""Pixels of the columns beside the menu in a window 1440 wide, without that of the ticks."""
_LEAST = {
    "text": 106, "long_text": 140, "money": 104, "number": 76, "integer": 64, "percent": 86, "date": 92, "datetime": 96,
    "person": 96, "link": 124, "department": 100, "bool": 64, "tags": 110, "phone": 118, "email": 130, "rating": 96,
}  # fmt: skip
_LATIN = {"money": 104, "person": 124}
"""Where a language of long names and short sums needs something else."""
_TITLE, _OTHER, _LATE, _SIGN = 176, 92, 122, 20


def fitted(columns: tuple[ListColumn, ...], dated: Collection[str]) -> tuple[ListColumn, ...]:
    """The same columns, narrower where they need more than the room; what is too wide even so scrolls. `dated` are the days
    that say how late they are. Choices stay as wide as their longest word."""
    least = [_least(column, not at, column.path in dated) for at, column in enumerate(columns)]
    wanted, needed = sum(column.width for column in columns), sum(least)
    if wanted <= ROOM or wanted == needed:
        return columns
    share = min(1.0, (wanted - ROOM) / (wanted - needed))
    return tuple(
        replace(column, width=round(column.width - (column.width - narrow) * share))
        for column, narrow in zip(columns, least, strict=True)
    )


def fills(columns: tuple[ListColumn, ...]) -> bool:
    """Whether they take the room, give or take what rounding leaves."""
    return abs(sum(column.width for column in columns) - ROOM) <= len(columns)


def _least(column: ListColumn, title: bool, late: bool) -> int:
    if column.field.value_type.name == "choice":
        return column.width
    widget = column.field.type.widget
    known = _LEAST | _LATIN if column.label.isascii() else _LEAST
    # What is worked out looks like what it results in.
    kind = widget if widget in known else column.field.value_type.name
    usual = _TITLE if title else _LATE if late and kind == "date" else known.get(kind, _OTHER)
    usual += _SIGN if icon_path(column.path, column.field) else 0
    head = sum(12 if ord(sign) > 0x2E7F else 6.4 for sign in column.label) + 22
    return min(column.width, max(usual, min(round(head), 112)))
