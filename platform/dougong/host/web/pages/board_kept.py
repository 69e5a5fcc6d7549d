"""What a reader keeps of a page of tiles: the period and the people it was last narrowed to, and how its tiles lie."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dougong.host.store.tables import preference
from dougong.metamodel.page import Page
from dougong.metamodel.widget import Widget


@dataclass(frozen=True, slots=True)
class Laid:
    """How one tile lies: `width` of twelve columns; `rail` is the narrow column at the right."""

    width: int
    rail: bool
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """`laid` by the key of the tile, in the reader's order; empty: as the definition says."""

    period: str = ""
    people: str = ""
    laid: Mapping[str, Laid] = field(default_factory=dict)


def kept_of(connection: Connection, person: str | None, page: str) -> Kept:
    """What was kept; what we cannot read counts as not kept."""
    raw = connection.execute(select(preference.c.value).where(*_here(person, page))).scalar()
    if not isinstance(raw, dict):
        return Kept()
    laid = {
        str(one["key"]): Laid(min(12, max(1, int(one["width"]))), bool(one["rail"]), bool(one["hidden"]))
        for one in raw.get("laid", ())
        if isinstance(one, dict) and {"key", "width", "rail", "hidden"} <= one.keys()
    }
    return Kept(str(raw.get("period", "")), str(raw.get("people", "")), laid)


def keep(connection: Connection, person: str | None, page: str, kept: Kept) -> None:
    """Within the caller's transaction."""
    connection.execute(delete(preference).where(*_here(person, page)))
    if person is None or kept == Kept():
        return
    laid = [{"key": k, "width": one.width, "rail": one.rail, "hidden": one.hidden} for k, one in kept.laid.items()]
    raw: dict[str, Any] = {"period": kept.period, "people": kept.people, "laid": laid}
    connection.execute(insert(preference).values(person=person, key=f"board:{page}", value=raw))


def laid_of(page: Page, kept: Kept) -> dict[str, Laid]:
    """All tiles of the page as the reader has them; those a new version brought stand last, as it says."""
    defined = {one.key: Laid(one.width, one.place == "rail") for one in page.widgets}
    mine = {key: laid for key, laid in kept.laid.items() if key in defined}
    return {**mine, **{key: laid for key, laid in defined.items() if key not in mine}}


def arranged(page: Page, kept: Kept) -> tuple[Widget, ...]:
    """The tiles the reader sees, in their order, width and column."""
    known = {one.key: one for one in page.widgets}
    return tuple(
        known[key].model_copy(update={"width": laid.width, "place": "rail" if laid.rail else "main"})
        for key, laid in laid_of(page, kept).items()
        if not laid.hidden
    )


def moved(laid: Mapping[str, Laid], key: str, by: int) -> dict[str, Laid]:
    """A tile put before (-1) or behind (1) its neighbour in the column; at an end it stays."""
    beside = [one for one, other in laid.items() if other.rail == laid[key].rail and not other.hidden]
    at = beside.index(key) + by
    order = list(laid)
    if 0 <= at < len(beside):
        order.insert(order.index(beside[at]), order.pop(order.index(key)))
    return {one: laid[one] for one in order}


def ordered(laid: Mapping[str, Laid], main: list[str], rail: list[str]) -> dict[str, Laid]:
    """As they were dropped: the keys of each column in order; keys not named keep their place behind."""
    named = {**{key: False for key in main if key in laid}, **{key: True for key in rail if key in laid}}
    found = {key: replace(laid[key], rail=in_rail) for key, in_rail in named.items()}
    return {**found, **{key: one for key, one in laid.items() if key not in found}}


def _here(person: str | None, page: str) -> tuple[Any, Any]:
    return preference.c.person == person, preference.c.key == f"board:{page}"
