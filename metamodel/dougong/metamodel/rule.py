"""Rules over one entity: validate, compute, default, match."""

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
    fix_value: Source | None = None
    """What the fix puts into `field`; forms offer it as a button."""
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


class Match(Value):
    """Records alike in all of `fields` may be the same thing twice: forms show them while a new one is typed.

    Texts are alike however they are spaced, written in capitals or punctuated, and where one holds the other.
    """

    key: Key
    family: Literal["match"]
    fields: Annotated[tuple[Key, ...], Info(min_length=1, max_length=4)]


Rule = Annotated[Validate | Compute | Default | Match, Info(discriminator="family")]


class Rules(Definition):
    entity: Key
    rules: tuple[Rule, ...] = ()
