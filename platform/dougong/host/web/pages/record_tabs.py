"""The tabs of a record's page: what each shows is worked out when it is opened."""

from dataclasses import dataclass

from dougong.metamodel.model import EntityModel
from dougong.metamodel.page import RecordPage, Tab
from dougong.records.context import Context
from dougong.records.values import Row

from .columns import readable
from .look import Look
from .record_fields import Shower, ShownGroup
from .related_lists import RelatedList, counted, related_lists

STREAM = "stream"
CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class ShownTab:
    """`key` is `stream`, `changes` or one of the definition; `count` of the records in its only list."""

    key: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class OpenTab:
    """What templates/record/tab.html shows."""

    groups: tuple[ShownGroup, ...]
    lists: tuple[RelatedList, ...]


def tabs_of(context: Context, entity: EntityModel, page: RecordPage, row: Row, look: Look) -> tuple[ShownTab, ...]:
    """The stream first unless a tab stands for it, the history last. One statement for each tab of a single list."""
    found = [] if any(tab.stream for tab in page.tabs) else [ShownTab(STREAM, look.words("Timeline"))]
    for tab in page.tabs:
        key = STREAM if tab.stream else tab.key
        if tab.stream or _seen(context, entity, tab):
            found.append(ShownTab(key, tab.label.in_(look.language), _count(context, entity, tab, row)))
    if entity.definition.features.history:
        found.append(ShownTab(CHANGES, look.words("Changes")))
    return tuple(found)


def opened(shower: Shower, tab: Tab) -> OpenTab:
    """The figures of a tab and its lists as tables."""
    lists = related_lists(shower.context, shower.entity, tab.related, shower.row, shower.look, table=True)
    return OpenTab(shower.groups(tab.groups), lists)


def _seen(context: Context, entity: EntityModel, tab: Tab) -> bool:
    """Whether there is anything in it for the viewer."""
    model, viewer = context.store.model, context.viewer
    paths = [*(path for group in tab.groups for path in group.fields), *(one.field for one in tab.related)]
    for path in paths:
        field = readable(model, entity.key, path, viewer)
        relation = field.relation if field is not None else None
        many = relation is not None and relation.kind == "many"
        if field is not None and (not many or viewer.admin or not viewer.on(relation.target).read.nothing):  # type: ignore[union-attr]
            return True
    return False


def _count(context: Context, entity: EntityModel, tab: Tab, row: Row) -> int | None:
    if len(tab.related) != 1:
        return None
    one = tab.related[0]
    field = readable(context.store.model, entity.key, one.field, context.viewer)
    if field is None or field.relation is None:
        return None
    there = context.store.model.entities[field.relation.target]
    if not context.viewer.admin and context.viewer.on(there.key).read.nothing:
        return None
    return counted(context, there, field.relation.via, str(row["id"]), one.filter or "")
