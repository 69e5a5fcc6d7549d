"""A view: one way of looking at the records of an entity."""

from typing import Annotated, Literal, get_args

from pydantic import Field as Info

from .base import Colour, Definition, Key, Source, Value
from .text import LocalText

Path = Annotated[str, Info(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
"""A field, or a field behind links: `owner.department.name`."""


Kind = Literal["list", "kanban", "calendar", "timeline", "map", "gallery", "tree"]
KINDS: tuple[str, ...] = get_args(Kind)


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
    image: Path | None = None
    next: Path | None = None
    """What is to be done next, at the card's foot; a blank one is said to be missing."""
    due: Path | None = None
    """The day of `next`: late ones are red, today's are the accent."""
    alert_when: Source | None = None
    alert_words: LocalText | None = None
    """Words of the mark that `alert_when` puts up; `{idle_days}` is a field's value."""


class ColourRule(Value):
    when: Source
    colour: Colour
    field: Path | None = None
    """Only this cell; the row when absent."""


class View(Definition):
    key: Key
    entity: Key
    type: Kind = "list"
    label: LocalText
    icon: str | None = None
    columns: tuple[Column | Path, ...] = ()
    filter: Source | None = None
    sort: tuple[Annotated[str, Info(pattern=r"^-?[a-z][a-z0-9_.]*$")], ...] = ()
    group: Path | None = None
    sums: tuple[Path, ...] = ()
    """Added up per column of a board, the first above all; lists add up columns with a `summary`."""
    weighted: Path | None = None
    """What the first sum is worth by likelihood; without it the pipeline's probabilities weigh it."""
    card: Card | None = None
    start: Path | None = None
    end: Path | None = None
    zoom: Literal["day", "week", "month", "quarter"] | None = None
    """How much time calendars and timelines show at first."""
    colours: tuple[ColourRule, ...] = ()
    page_size: Annotated[int, Info(ge=5, le=500)] = 50
    order: int = 100
    """Place among the entity's tabs."""
