"""The administration's part of the menu, put before what apps add to the same area."""

from dougong.host.web.pages.menu_parts import MenuArea, MenuGroup, MenuItem
from dougong.metamodel.text import text
from dougong.records.rights import Viewer

from .sections import GROUPS, SECTIONS

AREA = "administration"
_LABEL = text("管理", "Administration")


def administration(viewer: Viewer, language: str, base: str) -> MenuArea | None:
    """None for whoever may open none of it."""
    groups = []
    for key, label in GROUPS.items():
        items = tuple(
            MenuItem(
                f"{AREA}.{key}.{one.key}", one.label.in_(language), one.icon, base + one.path, badge=False, phone=False
            )
            for one in SECTIONS
            if one.group == key and one.open_to(viewer)
        )
        if items:
            groups.append(MenuGroup(f"admin-{key}", label.in_(language), items))
    return MenuArea(AREA, _LABEL.in_(language), "settings", tuple(groups)) if groups else None
