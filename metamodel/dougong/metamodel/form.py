"""A form: sections of rows on a 12-column grid with conditions."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .base import Definition, Key, Source, Value
from .text import LocalText


class FormField(Value):
    """A field placed in a row."""

    field: Key
    width: Annotated[int, Info(ge=1, le=12)] = 6
    label: LocalText | None = None
    hint: LocalText | None = None
    visible_when: Source | None = None
    required_when: Source | None = None
    read_only_when: Source | None = None
    create_in_place: bool = False
    columns: tuple[Key, ...] = ()
    """For child rows: the columns shown."""


class Section(Value):
    key: Key
    label: LocalText
    tab: Key | None = None
    collapsed: bool = False
    visible_when: Source | None = None
    layout: Literal["fields", "totals"] = "fields"
    """`totals`: figures one under another at the right, the last one large."""
    rows: tuple[tuple[FormField, ...], ...] = ()


class Tab(Value):
    key: Key
    label: LocalText


class Variant(Value):
    """A change of the form for a role, a condition on the record, or a device."""

    when_role: Key | None = None
    when: Source | None = None
    device: Literal["phone", "desktop"] | None = None
    hide: tuple[Key, ...] = ()
    """Sections or fields."""
    first: tuple[Key, ...] = ()
    """Fields brought to the top."""


class Form(Definition):
    key: Key
    entity: Key
    label: LocalText | None = None
    use: tuple[Literal["create", "edit"], ...] = ("create", "edit")
    tabs: tuple[Tab, ...] = ()
    sections: tuple[Section, ...]
    variants: tuple[Variant, ...] = ()
