"""A link to one record of another entity."""

from typing import Literal

from ..base import Key, Source, Value
from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..text import LocalText
from ..value_type import ValueType
from .references import read_id


class Reverse(Value):
    """Names the other end: the to-many field that appears on the target."""

    key: Key
    label: LocalText


class FixedLink(Field):
    """A link whose target is given by its type; subclasses name the type."""

    reverse: Reverse | None = None
    on_delete: Literal["restrict", "clear"] = "restrict"


class LinkField(Field):
    type: Literal["link"]
    to: Key
    on_delete: Literal["restrict", "clear", "cascade"] = "restrict"
    reverse: Reverse | None = None
    tree: bool = False
    """A link to the own entity that makes a tree; its closure is kept, circles are refused."""
    choices: Source | None = None
    """Only records that fulfil this are offered."""


def fixed_link(config: type[FixedLink], target: str, icon: str) -> FieldType:
    """The field type of links to one built-in entity, whose key is also the widget's."""
    return FieldType(
        config=config,
        icon=icon,
        widget=target,
        storage=lambda field: Storage(Kind.REFERENCE, target=target),
        value_type=lambda field: ValueType("ref", entity=target),
        normalise=lambda field, raw: read_id(raw),
    )


FIELD_TYPE = FieldType(
    config=LinkField,
    icon="arrow-up-right",
    widget="link",
    storage=lambda field: Storage(Kind.REFERENCE, target=field.to),
    value_type=lambda field: ValueType("ref", entity=field.to),
    normalise=lambda field, raw: read_id(raw),
)
