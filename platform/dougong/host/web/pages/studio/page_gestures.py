"""What a gesture on a dashboard asks for, as changes of the draft: one entry for each thing a hand can do there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast, get_args

from dougong.host.studio import page_controls, page_moves, page_tiles
from dougong.host.studio.draft import Tree
from dougong.host.studio.page_ideas import TYPES, fresh, ideas
from dougong.host.studio.page_moves import Raw
from dougong.host.studio.page_tiles import Place, Spot
from dougong.host.web.errors import Refused
from dougong.metamodel.diff import Change
from dougong.metamodel.model import Model
from dougong.metamodel.widget import Period

LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    """A gesture (`do`) on the part `id`; `place` and `before` say where to, `value` what."""

    do: str
    id: str = ""
    place: str = ""
    before: str = ""
    name: str = ""
    language: str = ""
    value: str = ""

    @property
    def key(self) -> str:
        return self.id.partition(":")[2]

    @property
    def spot(self) -> Spot:
        if self.place not in get_args(Place):
            raise Refused(404)
        return Spot(cast(Place, self.place), self.before.partition(":")[2])

    def number(self) -> int:
        return int(self.value) if self.value.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Made:
    """The changes, and the part chosen afterwards (empty: as before, `-`: none)."""

    changes: list[Change]
    at: str = ""


@dataclass(frozen=True, slots=True)
class On:
    """The page a gesture is made on: its key and document in the draft's tree, the draft's model."""

    tree: Tree
    key: str
    raw: Raw
    model: Model
    language: str

    def redraw(self, draw: Callable[[Raw], object]) -> list[Change]:
        return page_moves.redrawn(self.tree, self.key, draw)


Gestures = dict[str, Callable[[On, Asked], Made]]


def made(on: On, asked: Asked, gestures: Gestures) -> Made:
    """ProblemsFound where it cannot be done, Refused for what is no gesture."""
    known = gestures.get(asked.do)
    if known is None:
        raise Refused(404)
    return known(on, asked)


def _add(on: On, asked: Asked) -> Made:
    """`value` is `type:entity` for a tile of a type, or the key of a suggestion."""
    kind, _, entity = asked.value.partition(":")
    if kind in TYPES and (entity in on.model.entities or kind == "text"):
        tile = fresh(on.model, kind, entity)
    else:
        every = ideas(on.model, kind) if kind in on.model.entities else ()
        tile = next((one.tile for one in every if one.key == asked.value), {})
    if not tile:
        raise Refused(404)
    keys: list[str] = []
    changes = on.redraw(lambda page: keys.append(page_tiles.add(page, tile, asked.spot)))
    return Made(changes, f"tile:{keys[0]}")


def _place(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda page: page_tiles.move(page, asked.key, asked.spot)), asked.id)


def _step(on: On, asked: Asked) -> Made:
    by = {"left": -1, "up": -1, "right": 1, "down": 1}.get(asked.value)
    if by is None:
        raise Refused(404)
    return Made(on.redraw(lambda page: page_tiles.step(page, asked.key, by)), asked.id)


def _cross(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda page: page_tiles.cross(page, asked.key)), asked.id)


def _width(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda page: page_tiles.widen(page, asked.key, asked.number())), asked.id)


def _out(on: On, asked: Asked) -> Made:
    return Made(on.redraw(lambda page: page_tiles.take_out(page, asked.key)), "-")


def _double(on: On, asked: Asked) -> Made:
    keys: list[str] = []
    changes = on.redraw(lambda page: keys.append(page_tiles.double(page, asked.key)))
    return Made(changes, f"tile:{keys[0]}")


def _say(on: On, asked: Asked) -> Made:
    """What a tile or (without one) the page is called in a language."""
    if asked.language not in LANGUAGES:
        raise Refused(404)
    if not asked.key:
        return Made(page_moves.name_page(on.tree, on.key, asked.language, asked.value))
    changes = on.redraw(lambda page: page_tiles.name(page, asked.key, asked.language, asked.value))
    return Made(changes, asked.id)


def _set(on: On, asked: Asked) -> Made:
    """A property of a tile as a control of its panel sends it."""
    tile = page_tiles.tile_of(on.raw, asked.key)
    wanted = page_controls.set_tile(on.model, dict(tile), asked.name, asked.value)
    laid: Raw = {name: tile[name] for name in ("key", "width", "place") if name in tile}
    wanted = {**{name: one for name, one in wanted.items() if name not in ("width", "place")}, **laid}
    return Made(on.redraw(lambda page: page_tiles.replace(page, asked.key, lambda _: wanted)), asked.id)


def page_set(on: On, asked: Asked) -> Made:
    """A property of the page: roles and periods one by one, the period it opens with, its place in the menu."""
    yes = asked.value.endswith("=on")
    one = asked.value.partition("=")[0]
    match asked.name:
        case "role":
            kept = [each for each in on.raw.get("roles", ()) if each != one]
            return Made(page_moves.set_page(on.tree, on.key, {"roles": ([*kept, one] if yes else kept) or None}))
        case "periods":
            chosen = {each for each in on.raw.get("periods", ()) if each != one} | ({one} if yes else set())
            return Made(_periods(on, chosen))
        case "period" if asked.value in get_args(Period):
            return Made(page_moves.set_page(on.tree, on.key, {"period": asked.value}))
        case "menu":
            hidden = page_moves.hide_from_menu(on.tree, on.key)
            return Made(page_moves.show_in_menu(on.tree, on.key, asked.value) if asked.value else hidden)
        case _:
            raise Refused(404)


def _periods(on: On, chosen: set[str]) -> list[Change]:
    offered = [one for one in get_args(Period) if one in chosen]
    wanted: dict[str, Any] = {"periods": offered or None}
    opens = on.raw.get("period", "quarter")
    if offered and opens not in offered:
        wanted["period"] = offered[0]
    return page_moves.set_page(on.tree, on.key, wanted)


BOARD: Gestures = {
    "add": _add, "place": _place, "step": _step, "cross": _cross, "width": _width, "out": _out, "double": _double, "say": _say,
    "set": _set, "page": page_set,
}  # fmt: skip
