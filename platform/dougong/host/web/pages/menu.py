"""The three-level menu a viewer sees: areas, groups and items they have a right to, with addresses.

Counts are asked for later (`/menu/counts`), so that a page never waits for them.
"""

from dataclasses import replace

from dougong.metamodel.menu import Item, Target
from dougong.metamodel.model import Model
from dougong.records.rights import Viewer

from .admin.menu import administration
from .menu_parts import MenuArea, MenuGroup, MenuItem

__all__ = ["MenuArea", "MenuGroup", "MenuItem", "address", "entity_of", "may_open", "menu", "to_do"]


def menu(model: Model, viewer: Viewer, language: str, base: str) -> tuple[MenuArea, ...]:
    """Areas with at least one visible item, in their order; the product's own administration comes last, with what apps
    add to its area."""
    areas = _of_apps(model, viewer, language, base)
    own = administration(viewer, language, base)
    if own is None:
        return areas
    added = tuple(group for area in areas if area.key == own.key for group in area.groups)
    return (*(area for area in areas if area.key != own.key), replace(own, groups=(*own.groups, *added)))


def _of_apps(model: Model, viewer: Viewer, language: str, base: str) -> tuple[MenuArea, ...]:
    areas = []
    for area in model.areas:
        if not _for_roles(area.roles, viewer):
            continue
        groups = []
        for group in area.groups:
            items = tuple(
                MenuItem(
                    f"{area.key}.{group.key}.{item.key}",
                    item.label.in_(language),
                    item.icon or _icon(model, item.open),
                    base + address(model, item.open),
                    item.badge is not None,
                    item.phone,
                    to_do(item),
                )
                for item in group.items
                if _for_roles(item.roles, viewer) and may_open(model, item, viewer)
            )
            if items and _for_roles(group.roles, viewer):
                groups.append(MenuGroup(group.key, group.label.in_(language), items))
        if groups:
            areas.append(MenuArea(area.key, area.label.in_(language), area.icon, tuple(groups)))
    return tuple(areas)


def to_do(item: Item) -> bool:
    """Whether its count is of the viewer's own."""
    return "$user" in (item.badge or "")


def address(model: Model, target: Target) -> str:
    """Where an item goes, below the base path."""
    if target.view and target.view in model.views:
        return f"/{model.views[target.view].entity}?view={target.view}"
    if target.page:
        return f"/page/{target.page}"
    return f"/{target.entity}"


def entity_of(model: Model, target: Target) -> str | None:
    """The entity whose records an item lists."""
    if target.view:
        view = model.views.get(target.view)
        return view.entity if view else None
    return target.entity


def may_open(model: Model, item: Item, viewer: Viewer) -> bool:
    """Whether the item's target exists and the viewer may read some of it."""
    if item.open.page:
        page = model.pages.get(item.open.page)
        return page is not None and _for_roles(page.roles, viewer)
    entity = entity_of(model, item.open)
    return entity in model.entities and (viewer.admin or not viewer.on(entity or "").read.nothing)


def _for_roles(roles: tuple[str, ...], viewer: Viewer) -> bool:
    return not roles or viewer.admin or bool(viewer.roles & set(roles))


def _icon(model: Model, target: Target) -> str:
    entity = entity_of(model, target)
    return model.entities[entity].definition.icon if entity in model.entities and entity else "layout-dashboard"
