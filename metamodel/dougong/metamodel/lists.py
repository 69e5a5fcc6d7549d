"""Small shared documents: sequences, option lists, locales."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .base import Colour, Definition, Key, Value
from .text import LocalText


class Option(Value):
    """A choice; the key is stored."""

    key: Annotated[str, Info(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$")]
    label: LocalText
    colour: Colour = "gray"
    icon: str = ""
    """Drawn where it begins something or marks an entry."""
    retired: bool = False
    """Kept for old records, not offered any more."""


class OptionList(Definition):
    """Options shared by several fields through `options_from`."""

    key: Key
    label: LocalText
    options: tuple[Option, ...]


class Sequence(Definition):
    """A named counter for automatic numbers; `reset` starts it anew."""

    key: Key
    label: LocalText
    pattern: str
    reset: Literal["never", "year", "month", "day"] = "year"


class Locale(Definition):
    """Words of one language that override labels: place (`entities/job.json:fields[amount].label`) -> text."""

    language: str
    texts: dict[str, str] = {}
