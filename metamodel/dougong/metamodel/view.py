"""A view: one way of looking at the records of an entity."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .base import Colour, Definition, Key, Source, Value
from .text import LocalText

Path = Annotated[str, Info(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
"""A field, or a field behind links: `owner.department.name`."""


class Column(Value):
    field: Path
    width: Annotated[int, Info(ge=40, le=800)] | None = None
    label: LocalText | None = None
    summary: Literal["sum", "average", "min", "max", "count"] | None = None


class Card(Value):
    """How kanban, gallery, calendar and phone lists show a record."""

    title: Path | None = None
    lines: tuple[Path, ...] = ()
    avatar: Path | None = None
    alert_when: Source | None = None


class ColourRule(Value):
    when: Source
    colour: Colour
    field: Path | None = None
    """Only this cell; the row when absent."""


class View(Definition):
    key: Key
    entity: Key
    type: Literal["list", "kanban", "calendar", "timeline", "map", "gallery", "tree"] = "list"
    label: LocalText
    icon: str | None = None
    columns: tuple[Column | Path, ...] = ()
    filter: Source | None = None
    sort: tuple[Annotated[str, Info(pattern=r"^-?[a-z][a-z0-9_.]*$")], ...] = ()
    group: Path | None = None
    sums: tuple[Path, ...] = ()
    card: Card | None = None
    start: Path | None = None
    end: Path | None = None
    colours: tuple[ColourRule, ...] = ()
    page_size: Annotated[int, Info(ge=5, le=500)] = 50
    order: int = 100
    """Place among the entity's tabs."""
