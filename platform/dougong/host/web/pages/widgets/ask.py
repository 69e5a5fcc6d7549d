"""What a tile is asked to draw: its definition, its entity, who looks, the period and people; and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.view import View
from dougong.metamodel.widget import Widget
from dougong.records.context import Context

from ..board_people import EVERYBODY, People
from ..look import Look
from .span import Span


@dataclass(frozen=True, slots=True)
class Ask:
    """One tile of one page for one reader. `here` is the tile's own address; `people` are
    those whose records it tells of."""

    context: Context
    widget: Widget
    about: EntityModel | None
    view: View | None
    look: Look
    span: Span
    here: str = ""
    people: People = EVERYBODY

    @property
    def entity(self) -> EntityModel:
        """The entity it asks of; the check of definitions has seen to it that all but texts have one."""
        assert self.about is not None, self.widget.key
        return self.about

    def field(self, path: str) -> FieldModel:
        """The field at a path of the entity; KeyError when there is none."""
        return self.context.store.model.field(self.entity.key, path)

    @property
    def plain_view(self) -> View | None:
        """The list a tile without a view opens: the entity's first that hides the least."""
        views = [one for one in self.context.store.model.views_of(self.entity.key) if one.type == "list"]
        return next((one for one in views if not one.filter and not one.group), views[0] if views else None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a tile shows: `content` for its template (None: there is nothing), the address behind it, what its head adds."""

    content: Any
    href: str = ""
    count: str = ""
    note: str = ""
    many: int | None = None
    """How many records it tells of, for the page's head."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of tile: what works it out, the template that shows it, the shape that stands in its place until then."""

    draw: Callable[[Ask], Drawn]
    template: str
    skeleton: str
