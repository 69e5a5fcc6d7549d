"""The types of the expression language, as field types declare them."""

from dataclasses import dataclass
from typing import Literal

TypeName = Literal[
    "number", "money", "percent", "text", "choice", "multichoice", "bool", "date", "datetime", "duration", "ref", "many",
    "list", "json", "blank",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValueType:
    """`scale` for numbers, money and percent (0..6); `entity` for ref ("" = any) and many; `options` the keys of a choice."""

    name: TypeName
    scale: int = 0
    entity: str = ""
    options: tuple[str, ...] | None = None
