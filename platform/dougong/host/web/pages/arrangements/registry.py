"""The arrangements a list can be switched to: one explicit table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.host.web.words import Words
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context

from . import addresses, calendar, gallery, kanban, timeline, tree


class Body(Protocol):
    """What a template below templates/views shows; `total` is how many records there are."""

    @property
    def total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`key` is a view's type and the template's name; `fits` whether the entity has what it needs.

    `draw(context, entity, state, look, address)` raises ProblemsFound for a filter that cannot be used.
    """

    key: str
    icon: str
    label: Callable[[Words], str]
    fits: Callable[[EntityModel], bool]
    draw: Callable[[Context, EntityModel, ListState, Look, Mapping[str, str]], Body]


ARRANGEMENTS: tuple[Arrangement, ...] = (
    Arrangement("kanban", "layout-kanban", lambda words: words("Board"), kanban.fits, kanban.draw),
    Arrangement("calendar", "calendar", lambda words: words("Calendar"), calendar.fits, calendar.draw),
    Arrangement("timeline", "timeline", lambda words: words("Timeline"), timeline.fits, timeline.draw),
    Arrangement("gallery", "layout-grid", lambda words: words("Gallery"), gallery.fits, gallery.draw),
    Arrangement("tree", "binary-tree", lambda words: words("Tree"), tree.fits, tree.draw),
    Arrangement("map", "map-pin", lambda words: words("Places"), addresses.fits, addresses.draw),
)


def arrangement_of(entity: EntityModel, kind: str) -> Arrangement | None:
    """The arrangement of a kind; None for the table and for what the entity has no fields for."""
    return next((one for one in ARRANGEMENTS if one.key == kind and one.fits(entity)), None)
