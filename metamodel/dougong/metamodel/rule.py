"""Rules over one entity: validate, compute, default."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .base import Definition, Key, Source, Value
from .text import LocalText


class Validate(Value):
    """Refuses a write when `reject_when` is true; blank counts as false."""

    key: Key
    family: Literal["validate"]
    reject_when: Source
    field: Key | None = None
    message: LocalText
    fix: LocalText | None = None
    severity: Literal["error", "warning"] = "error"


class Compute(Value):
    """Sets a stored field from an expression on every write that touches what it reads."""

    key: Key
    family: Literal["compute"]
    field: Key
    value: Source
    when: Source | None = None


class Default(Value):
    """Fills a blank field on creation, or again whenever one of `on_change` changes."""

    key: Key
    family: Literal["default"]
    field: Key
    value: Source
    when: Source | None = None
    on_change: tuple[Key, ...] = ()


Rule = Annotated[Validate | Compute | Default, Info(discriminator="family")]


class Rules(Definition):
    entity: Key
    rules: tuple[Rule, ...] = ()
