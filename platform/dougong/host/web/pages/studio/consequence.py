"""One card of the publishing page: what a draft means beyond definitions, tables and values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Consequence:
    """One card: `template` draws its body and is given `one.content`; `title` and `about` (what was looked at) stand in
    its head, `href` goes to more, `foot` says what there is no need to fear. `open`: somebody should look at it."""

    icon: str
    title: str
    about: str
    template: str
    content: Any
    href: str = ""
    more: str = ""
    foot: str = ""
    open: bool = False
