"""The three levels of the menu as they are drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuItem:
    key: str
    label: str
    icon: str
    href: str
    badge: bool
    phone: bool


@dataclass(frozen=True, slots=True)
class MenuGroup:
    key: str
    label: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class MenuArea:
    key: str
    label: str
    icon: str
    groups: tuple[MenuGroup, ...]
