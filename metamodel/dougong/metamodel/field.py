"""A field of an entity: what all field types share, and the contract a field type fulfils."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .base import Key, Source, Value
from .storage import Storage
from .text import LocalText
from .value_type import ValueType


class Field(Value):
    """Properties that any field may have; each field type adds its own in a subclass."""

    key: Key
    type: str
    label: LocalText
    hint: LocalText | None = None
    required: bool = False
    unique: bool = False
    search: bool = False
    """Its text is found by the search box."""
    default: Any = None
    """A literal in JSON form."""
    default_formula: Source | None = None
    read_only: bool = False
    """Never entered by a person; set by rules, flows or the API's system actor only."""
    sensitive: bool = False
    """Masked where a role says `masked`; never in logs."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """The whole contract of a field type: six members, one file per type.

    `storage` None means the entity has no column for it. `normalise(field, raw)` turns what a person, file or program
    sends into the canonical value, None for blank, or raises ValueProblem.
    """

    config: type[Field]
    icon: str
    widget: str
    storage: Callable[[Any], Storage | None]
    value_type: Callable[[Any], ValueType]
    normalise: Callable[[Any, object], Any]

    @property
    def key(self) -> str:
        annotation = self.config.model_fields["type"].annotation
        return str(annotation.__args__[0])  # type: ignore[union-attr]
