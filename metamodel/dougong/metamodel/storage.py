"""The nine storage kinds onto which every field type maps itself."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value is kept; columns, filters, JSON Schema, import and export are written over these."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    REFERENCE = "reference"
    LIST = "list"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Storage:
    """A column: `scale` digits after the point for decimals; `target` the entity a reference points to.

    A reference with an empty target is polymorphic: a second column `<key>_entity` names the entity.
    """

    kind: Kind
    scale: int = 0
    target: str = ""

    @property
    def polymorphic(self) -> bool:
        return self.kind is Kind.REFERENCE and not self.target
