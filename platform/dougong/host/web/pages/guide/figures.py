"""Parts that are cut out of the example's pages: which page, which element of it, as whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from dougong.metamodel.text import LocalText, text

from .asking import Asking, asking
from .cut import cut, own
from .places import addresses
from .shown import Shown


@dataclass(frozen=True, slots=True)
class Figure:
    """An element (`select`, the `nth`) of the page at `path`; `{boat}` and the like in it are ids of the example.

    `form` is posted. `around` is a class of the box it stands in, `dialog` makes it one. `alive`: its scripts draw it.
    """

    key: str
    label: LocalText
    path: str
    select: str
    nth: int = 0
    who: str = "lin"
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    around: str = ""
    wide: bool = True
    alive: bool = False


def small(key: str, zh: str, en: str, path: str, select: str, nth: int = 0, around: str = "") -> Figure:
    """A part that stands beside its dark self."""
    return Figure(key, text(zh, en), path, select, nth, around=around, wide=False)


def wide(key: str, zh: str, en: str, path: str, select: str, nth: int = 0, around: str = "") -> Figure:
    """A part as wide as a page."""
    return Figure(key, text(zh, en), path, select, nth, around=around)


async def drawn(request: Request, language: str, figures: tuple[Figure, ...]) -> list[Shown]:
    """The figures; each page is asked for once."""
    reader = await asking(request, language)
    known = await addresses(reader)
    pages: dict[tuple[str, str, str], str] = {}
    found = []
    for one in figures:
        page = (one.path, one.who, repr(one.form))
        if page not in pages:
            pages[page] = await _page(reader, one, known)
        html = cut(pages[page], one.select, one.nth)
        found.append(_shown(one, html, language))
    return found


async def _page(reader: Asking, one: Figure, known: Mapping[str, str]) -> str:
    form = {key: value.format(**known) for key, value in one.form.items()} if one.form is not None else None
    return await reader.page(one.path.format(**known), one.who, form, one.headers)


def _shown(one: Figure, html: str, language: str) -> Shown:
    if html and not one.alive:
        html = own(html, f"{one.key}-")
    if html and one.around == "dialog":
        html = f'<dialog open aria-label="{one.label.in_(language)}">{html}</dialog>'
    elif html and one.around == "listbox":
        html = f'<div class="menu" role="listbox" aria-label="{one.label.in_(language)}">{html}</div>'
    elif html and one.around:
        html = f'<div class="{one.around}">{html}</div>'
    return Shown(one.key, one.label.in_(language), html, one.wide, one.alive, missing=not html)
