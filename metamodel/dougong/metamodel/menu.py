"""The three-level menu: areas, groups, items. A fourth level cannot be written."""

from .base import Definition, Key, Source, Value
from .text import LocalText


class Target(Value):
    """What an item opens: exactly one of the three."""

    view: Key | None = None
    page: Key | None = None
    entity: Key | None = None


class Item(Value):
    key: Key
    label: LocalText
    icon: str | None = None
    open: Target
    badge: Source | None = None
    """Shown count: records of the target that fulfil this. One that asks for `$user` is what the reader has to do: it stands
    out, and on the phone's bar too."""
    roles: tuple[Key, ...] = ()
    phone: bool = False
    """Stands in the phone's bottom bar."""


class Group(Value):
    key: Key
    label: LocalText
    items: tuple[Item, ...] = ()
    roles: tuple[Key, ...] = ()


class Area(Value):
    key: Key
    label: LocalText
    icon: str = "folder"
    order: int = 100
    groups: tuple[Group, ...] = ()
    roles: tuple[Key, ...] = ()


class Menus(Definition):
    areas: tuple[Area, ...] = ()
