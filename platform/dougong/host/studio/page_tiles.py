"""The tiles of a dashboard as JSON: put in, moved, made wider, changed, taken out. The functions change the page given."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.metamodel.widget import Widget

from .page_moves import MOST, Raw, free, nameless, put

Place = Literal["main", "rail"]
LEAST, FULL = 2, 12
"""Columns a tile may take of the page."""
_USUAL = {name: one.default for name, one in Widget.model_fields.items() if name in ("width", "place", "limit")}


@dataclass(frozen=True, slots=True)
class Spot:
    """Before the tile `before` of that place, empty: at its end."""

    place: Place
    before: str = ""


def tile_of(page: Mapping[str, Any], key: str) -> Raw:
    """The tile of a page; ProblemsFound where it is not there (any more)."""
    found: Raw | None = next((one for one in page.get("widgets", ()) if one["key"] == key), None)
    if found is None:
        words = text("这块内容已经不在页面上了", "This tile is not on the page any more")
        raise ProblemsFound([Problem("tile_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def place_of(tile: Mapping[str, Any]) -> Place:
    return "rail" if tile.get("place") == "rail" else "main"


def width_of(tile: Mapping[str, Any]) -> int:
    return int(tile.get("width", _USUAL["width"]))


def add(page: Raw, tile: Mapping[str, Any], spot: Spot) -> str:
    """A new tile where it goes; its key, which no other has."""
    taken = {one["key"] for one in page.get("widgets", ())}
    key = free(str(tile.get("key") or tile["type"]), lambda one: one in taken)
    _insert(page, {**copy.deepcopy(dict(tile)), "key": key}, spot)
    return key


def move(page: Raw, key: str, spot: Spot) -> None:
    """A tile to where it goes; beside itself it stays."""
    tile = tile_of(page, key)
    if spot.before == key:
        return
    page["widgets"] = [one for one in page["widgets"] if one["key"] != key]
    _insert(page, tile, spot)


def step(page: Raw, key: str, by: int) -> None:
    """One place earlier (-1) or later (1) in its column; at an end it stays."""
    tile = tile_of(page, key)
    beside = [one["key"] for one in page["widgets"] if place_of(one) == place_of(tile)]
    at = beside.index(key) + by
    if not 0 <= at < len(beside):
        return
    after = beside[at + 1 : at + 2] if by > 0 else beside[at : at + 1]
    move(page, key, Spot(place_of(tile), after[0] if after else ""))


def cross(page: Raw, key: str) -> None:
    """A tile to the end of the other column."""
    other: Place = "main" if place_of(tile_of(page, key)) == "rail" else "rail"
    move(page, key, Spot(other))


def widen(page: Raw, key: str, width: int) -> None:
    """A tile of another width; in the narrow column all are as wide as it is."""
    tile = tile_of(page, key)
    if place_of(tile) == "main":
        put(tile, _without_usual({"width": max(LEAST, min(FULL, width))}))


def take_out(page: Raw, key: str) -> None:
    """A tile off the page."""
    tile_of(page, key)
    page["widgets"] = [one for one in page["widgets"] if one["key"] != key]


def double(page: Raw, key: str) -> str:
    """One more of a tile, right behind it; its key."""
    tile = tile_of(page, key)
    beside = [one["key"] for one in page["widgets"] if place_of(one) == place_of(tile)]
    after = beside[beside.index(key) + 1 :]
    return add(page, tile, Spot(place_of(tile), after[0] if after else ""))


def name(page: Raw, key: str, language: str, words: str) -> None:
    """What a tile is called in a language."""
    said = words.strip()[:MOST]
    if not said:
        raise ProblemsFound([nameless()])
    tile = tile_of(page, key)
    tile["label"] = {**tile["label"], language: said}


def change(page: Raw, key: str, properties: Mapping[str, Any]) -> None:
    """Properties of a tile as they shall be; None and what is usual anyway is not written down."""
    put(tile_of(page, key), _without_usual(properties))


def replace(page: Raw, key: str, made: Callable[[Raw], Mapping[str, Any]]) -> None:
    """Another tile in the place of one: it keeps key, width and place."""
    tile = tile_of(page, key)
    kept: Raw = {part: tile[part] for part in ("key", "width", "place") if part in tile}
    wanted: Raw = {**made(tile), **kept}
    page["widgets"] = [wanted if one["key"] == key else one for one in page["widgets"]]


def _insert(page: Raw, tile: Raw, spot: Spot) -> None:
    put(tile, _without_usual({"place": spot.place}))
    tiles = page.setdefault("widgets", [])
    at = next((n for n, one in enumerate(tiles) if one["key"] == spot.before and place_of(one) == spot.place), None)
    if at is None:
        same = [n for n, one in enumerate(tiles) if place_of(one) == spot.place]
        at = same[-1] + 1 if same else len(tiles) if spot.place == "rail" else 0
    tiles.insert(at, tile)


def _without_usual(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value == _USUAL.get(name, ...) else value for name, value in properties.items()}
