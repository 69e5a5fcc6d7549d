"""The start page of administration: its pages with a sentence each."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.pages.frame import frame
from dougong.host.web.pages.render import page
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.text import text

from .sections import GROUPS, SECTIONS

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Tile:
    href: str
    icon: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What templates/admin/home.html shows: groups of tiles."""

    groups: tuple[tuple[str, tuple[Tile, ...]], ...]


@router.get("/admin")
def home(scope: Annotated[Scope, Depends(signed_in)]) -> Response:
    """For whoever may open any of it."""
    language = scope.language
    tiles = {
        key: tuple(
            Tile(scope.base_path + one.path, one.icon, one.label.in_(language), one.about.in_(language))
            for one in SECTIONS
            if one.group == key and one.open_to(scope.viewer)
        )
        for key in GROUPS
    }
    if not any(tiles.values()):
        raise Refused(403)
    content = HomePage(tuple((GROUPS[key].in_(language), found) for key, found in tiles.items() if found))
    around = frame(scope, scope.workspace.store.model, text("管理", "Administration").in_(language))
    return page(scope, "admin/home.html", around, content)
