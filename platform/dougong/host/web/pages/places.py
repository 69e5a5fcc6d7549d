"""Places in the product that people keep: a record, a view of a list, a page; named by their path below the workspace.

What its reader may not see, or what is gone, has no place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.records.context import Context
from dougong.records.values import Query

from . import door
from .board import page_for
from .list_page import look_of, words_of
from .place_paths import PAGE, VIEW, record_of
from .saved_views import saved_label
from .show import show


@dataclass(frozen=True, slots=True)
class Place:
    """`kind` says in words what it is."""

    path: str
    href: str
    label: str
    icon: str
    kind: str


def places(scope: Scope, context: Context, paths: Iterable[str]) -> tuple[Place, ...]:
    """Those that exist for the viewer, in the order asked; one statement per kind of record."""
    asked = list(dict.fromkeys(paths))
    found = {path: place for path in asked if (place := _view(scope, context, path) or _page(scope, context, path))}
    by_entity: dict[str, list[str]] = {}
    for path in asked:
        if (record := record_of(path)) and _readable(context, record[0]):
            by_entity.setdefault(record[0], []).append(record[1])
    for key, ids in by_entity.items():
        found |= {place.path: place for place in _records(scope, context, key, ids)}
    return tuple(found[path] for path in asked if path in found)


def _records(scope: Scope, context: Context, key: str, ids: list[str]) -> Iterable[Place]:
    entity, look = context.store.model.entities[key], look_of(scope, context)
    title = entity.definition.title
    shown = show(entity.fields[title], title)
    for row in door.find(context, Query(key, (title,), ids=tuple(ids), limit=len(ids))).rows:
        path = f"/{key}/{row['id']}"
        words = shown(row.get(title), row, look).striptags() or "—"
        yield Place(path, scope.base_path + path, words, entity.definition.icon, entity.label.in_(scope.language))


def _view(scope: Scope, context: Context, path: str) -> Place | None:
    found = VIEW.fullmatch(path)
    if found is None or not _readable(context, found[1]):
        return None
    model, language = context.store.model, scope.language
    entity = model.entities[found[1]]
    view = next((one for one in model.views_of(found[1]) if one.key == found[2]), None)
    label = view.label.in_(language) if view else saved_label(context.connection, found[1], found[2], scope.viewer)
    if not label and found[2] == "all":
        label = entity.plural.in_(language)
    if not label:
        return None
    icon = (view.icon if view else None) or entity.definition.icon
    return Place(path, scope.base_path + path, label, icon, entity.plural.in_(language))


def _page(scope: Scope, context: Context, path: str) -> Place | None:
    found = PAGE.fullmatch(path)
    page = page_for(context.store.model, found[1], scope.viewer) if found else None
    if page is None:
        return None
    icon = _menu_icon(context.store.model, page.key)
    return Place(path, scope.base_path + path, page.label.in_(scope.language), icon, words_of(scope)("Page"))


def _menu_icon(model: Model, key: str) -> str:
    items = (item for area in model.areas for group in area.groups for item in group.items)
    return next((item.icon for item in items if item.open.page == key and item.icon), "layout-dashboard")


def _readable(context: Context, key: str) -> bool:
    entity = context.store.model.entities.get(key)
    return (
        entity is not None and not entity.implicit and (context.viewer.admin or not context.viewer.on(key).read.nothing)
    )
