"""The rows of a form as JSON: where a field stands, how it comes into a row of 12 columns, how it goes out of one.

The functions change the form they are given; whoever calls them hands in a copy (`form_moves.redrawn`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dougong.metamodel.check.forms import GRID
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

Raw = dict[str, Any]
Row = list[Raw]
Side = Literal["left", "right", "above", "below", "end"]
Way = Literal["left", "right", "up", "down"]
USUAL = 6
"""The width of a field that names none."""
_LEAST = 2
"""No field is made narrower than this by what happens to its neighbours."""
_BEGIN = 4
"""The width of what is new."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something goes: to a side of the field `beside`, or (`end`) into a row of its own at the end of a section."""

    side: Side
    section: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a field stands, counted from 0."""

    section: int
    row: int
    place: int


def fields_of(form: Raw) -> Iterator[tuple[Stand, Raw]]:
    """Every placed field in reading order."""
    for number, section in enumerate(form.get("sections", ())):
        for row_number, row in enumerate(section.get("rows", ())):
            for place, one in enumerate(row):
                yield Stand(number, row_number, place), one


def stand_of(form: Raw, field: str) -> Stand:
    """Where a field is; ProblemsFound when the form does not have it (any more)."""
    found = next((stand for stand, one in fields_of(form) if one.get("field") == field), None)
    if found is None:
        words = text("表单上已经没有这个字段", "This field is not on the form any more")
        raise ProblemsFound([Problem("field_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def section_of(form: Raw, key: str) -> Raw:
    """A section by its key; ProblemsFound when it is gone."""
    for section in form["sections"]:
        if section["key"] == key:
            return dict_of(section)
    words = text("这个分组已经不在表单上了", "This section is not on the form any more")
    raise ProblemsFound([Problem("section_gone", words, fix=text("刷新后再试", "Reload and try again"))])


def dict_of(section: Raw) -> Raw:
    """The section with a list of rows in it."""
    section["rows"] = section.get("rows", [])
    return section


def width_of(placed: Raw) -> int:
    return int(placed.get("width", USUAL))


def take(form: Raw, field: str) -> Raw:
    """Takes a field out of its row; a row that is empty then goes."""
    stand = stand_of(form, field)
    rows = form["sections"][stand.section]["rows"]
    found: Raw = rows[stand.row].pop(stand.place)
    if not rows[stand.row]:
        rows.pop(stand.row)
    return found


def put(form: Raw, placed: Raw, spot: Spot, alone: Collection[str] = ()) -> None:
    """Puts a field to where it goes. `alone` are the fields that have a row to themselves (child rows)."""
    if spot.side == "end":
        rows = section_of(form, spot.section)["rows"]
        rows.append([placed])
        return
    stand = stand_of(form, spot.beside)
    rows = form["sections"][stand.section]["rows"]
    row: Row = rows[stand.row]
    side = spot.side
    if placed["field"] in alone or any(one["field"] in alone for one in row):
        side = {"left": "above", "right": "below"}.get(side, side)  # type: ignore[assignment]
    if side in ("above", "below"):
        rows.insert(stand.row + (side == "below"), [placed])
        return
    _fit(row, placed)
    row.insert(stand.place + (side == "right"), placed)


def shares(others: list[int], own: int) -> tuple[list[int], int] | None:
    """The widths of a row when one more comes in: as wide as it is where there is room, in what room is left if that is
    something, else all alike; None when it is full."""
    room = GRID - sum(others)
    if room >= own:
        return others, own
    if room > _LEAST:
        return others, room
    each = GRID // (len(others) + 1)
    return None if each < _LEAST else ([each] * len(others), each)


def resize(form: Raw, field: str, width: int) -> None:
    """Makes a field wider or narrower; beyond the room in its row the neighbour behind (or before) it gives way."""
    stand = stand_of(form, field)
    row: Row = form["sections"][stand.section]["rows"][stand.row]
    wanted = max(1, min(GRID, width))
    lacks = wanted - (GRID - sum(width_of(one) for one in row if one is not row[stand.place]))
    for neighbour in [*row[stand.place + 1 :], *reversed(row[: stand.place])]:
        gives = min(max(lacks, 0), max(width_of(neighbour) - _LEAST, 0))
        if gives:
            neighbour["width"] = width_of(neighbour) - gives
            lacks -= gives
    row[stand.place]["width"] = max(1, wanted - max(lacks, 0))


def nudge(form: Raw, field: str, way: Way, alone: Collection[str] = ()) -> None:
    """One step by keys: left and right in reading order, into the neighbouring row at the ends; up and down by rows, then
    into the neighbouring section. Nothing happens at the edges."""
    stand = stand_of(form, field)
    rows = form["sections"][stand.section]["rows"]
    row: Row = rows[stand.row]
    if way in ("left", "right"):
        by = -1 if way == "left" else 1
        if 0 <= stand.place + by < len(row):
            row[stand.place], row[stand.place + by] = row[stand.place + by], row[stand.place]
            return
        if not 0 <= stand.row + by < len(rows):
            return
        beside = rows[stand.row + by][-1 if by < 0 else 0]["field"]
        spot = Spot("right" if by < 0 else "left", beside=beside)
    else:
        found = _up_or_down(form, stand, row, rows, -1 if way == "up" else 1)
        if found is None:
            return
        spot = found
    put(form, take(form, field), spot, alone)


def _up_or_down(form: Raw, stand: Stand, row: Row, rows: list[Row], by: int) -> Spot | None:
    side: Side = "above" if by < 0 else "below"
    if len(row) > 1:
        beside = next(one["field"] for place, one in enumerate(row) if place != stand.place)
        return Spot(side, beside=beside)
    if 0 <= stand.row + by < len(rows):
        return Spot(side, beside=rows[stand.row + by][0]["field"])
    if not 0 <= stand.section + by < len(form["sections"]):
        return None
    there = dict_of(form["sections"][stand.section + by])
    if by < 0 or not there["rows"]:
        return Spot("end", there["key"])
    return Spot("above", beside=there["rows"][0][0]["field"])


def _fit(row: Row, placed: Raw) -> None:
    found = shares([width_of(one) for one in row], width_of(placed))
    if found is None:
        words = text("这一行已经放满，每个字段至少占 2 列", "This row is full: a field takes 2 columns at least")
        fix = text("放到上面或下面，自成一行", "Put it above or below, in a row of its own")
        raise ProblemsFound([Problem("row_full", words, fix=fix)])
    others, own = found
    for one, width in zip(row, others, strict=True):
        if width != width_of(one):
            one["width"] = width
    placed["width"] = own


def fresh(field: str, *, alone: bool = False) -> Raw:
    """A field as it is placed first."""
    return {"field": field, "width": GRID if alone else _BEGIN}
