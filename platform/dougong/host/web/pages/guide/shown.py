"""What a section of the guide is made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request

from dougong.metamodel.text import LocalText


@dataclass(frozen=True, slots=True)
class Shown:
    """One part in one state: its words and its HTML. `wide` takes the whole width; `alive` needs its ids and requests."""

    key: str
    label: str
    html: str
    wide: bool = False
    alive: bool = False
    missing: bool = False
    """Nothing in the example shows it: a defect of the guide."""


@dataclass(frozen=True, slots=True)
class Section:
    """`draw(request, language)` gives the parts."""

    key: str
    label: LocalText
    draw: Callable[[Request, str], Awaitable[list[Shown]]]
