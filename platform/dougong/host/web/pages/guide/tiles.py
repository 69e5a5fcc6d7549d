"""Every type of tile: as drawn on the example's page, and waiting, empty, forbidden and broken."""

from collections.abc import Iterator

from starlette.requests import Request

from dougong.host.web.pages.board import Slot, Tile
from dougong.host.web.pages.render import draw
from dougong.host.web.pages.widgets import KINDS
from dougong.host.web.words import words
from dougong.metamodel.page import Page
from dougong.metamodel.text import text
from dougong.metamodel.widget import WidgetType

from .asking import asking
from .cut import cut, own
from .shown import Shown

PAGE = "desk"
"""The page of the example with a tile of every type."""
_WAITING = text("未到", "On its way")
_PAINTED = frozenset({"chart"})
"""Drawn by scripts in the colours of the page around."""


async def tiles(request: Request, language: str) -> list[Shown]:
    """All types; one that the example's page has no tile of is told as missing."""
    found = await asking(request, language)
    whole, coming = await found.page(f"/page/{PAGE}?whole=1"), await found.page(f"/page/{PAGE}")
    page = found.workspace.store.model.pages[PAGE]
    return [one for kind in KINDS for one in _kind(page, kind, whole, coming, language)]


def _kind(page: Page, kind: WidgetType, whole: str, coming: str, language: str) -> Iterator[Shown]:
    placed = [widget for widget in page.widgets if widget.type == kind]
    if not placed:
        yield Shown(f"tile-{kind}", kind, "", missing=True)
        return
    for n, widget in enumerate(placed):
        select, key = f"#tile-{widget.key}", f"tile-{kind}-{n}"
        alive = kind in _PAINTED
        html = cut(whole, select)
        yield Shown(key, kind, html if alive else own(html, f"{key}-"), alive or widget.width > 6, alive)
    first = placed[0]
    states = [(_WAITING.in_(language), own(cut(coming, f"#tile-{first.key}"), f"{kind}-w-"))]
    for state, said in _other_states(language).items():
        slot = Slot(first.key, kind, first.label.in_(language), "", 12, False, KINDS[kind].skeleton, "", False)
        tile = Tile(slot, state, said, KINDS[kind].template, None, "", "", "", "")
        html = draw("board/tile.html", language, tile=tile, oob=False)
        states.append((said, own(html, f"{kind}-{state}-")))
    yield Shown(f"tile-{kind}-states", kind, draw("guide/states.html", language, states=states, wide=False), wide=True)


def _other_states(language: str) -> dict[str, str]:
    said = words(language)
    return {
        "empty": said("No figures yet"), "forbidden": said("You have no right to see this"),
        "broken": said("This could not be worked out"),
    }  # fmt: skip
