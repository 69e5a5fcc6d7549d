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
    todo: bool = False
    """Its count is of what the viewer has to do."""


@dataclass(frozen=True, slots=True)
class MenuGroup:
    key: str
    label: str
    items: tuple[MenuItem, ...]

    @property
    def todo(self) -> bool:
        """Whether there is something to do behind it, said while it is closed."""
        return any(item.todo for item in self.items)


@dataclass(frozen=True, slots=True)
class MenuArea:
    key: str
    label: str
    icon: str
    groups: tuple[MenuGroup, ...]
