"""Finding: the search page, the palette, the counts of the menu, the list of keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.values import Aggregate, Query

from . import door
from .frame import frame
from .list_page import look_of, words_of
from .menu import entity_of, may_open, menu
from .pick_routes import telling_fields, told_apart
from .render import fragment, page

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@dataclass(frozen=True, slots=True)
class Found:
    """A place to go to."""

    href: str
    label: str
    icon: str
    kind: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What templates/pages/search.html shows."""

    base: str
    query: str
    hits: tuple[Found, ...]


@router.get("/search")
def search_page(scope: Signed, q: str = "") -> Response:
    """Records of all kinds that have the words."""
    with scope.workspace.reading(scope.viewer) as context:
        content = SearchPage(scope.base_path, q, tuple(_records(scope, context, q, 60)))
        return page(scope, "pages/search.html", frame(scope, context.store.model, words_of(scope)("Search")), content)


@router.get("/palette")
def palette(scope: Signed, q: str = "") -> Response:
    """Menu items and records for the palette."""
    words = q.strip().casefold()
    with scope.workspace.reading(scope.viewer) as context:
        areas = menu(context.store.model, scope.viewer, scope.language, scope.base_path)
        items = [
            Found(item.href, item.label, item.icon, area.label)
            for area in areas
            for group in area.groups
            for item in group.items
            if words in item.label.casefold() or words in item.key
        ]
        hits = [*items[:8], *_records(scope, context, q, 12)]
        return fragment(scope, "parts/palette.html", hits=hits, query=q)


def _records(scope: Scope, context: Context, text: str, limit: int) -> Iterable[Found]:
    """Best first, each with what tells it from others of its name: one statement per kind of record."""
    hits = list(door.search(context, text, limit=limit)) if text.strip() else []
    second: dict[str, str] = {}
    look = look_of(scope, context)
    for key in dict.fromkeys(hit.entity for hit in hits):
        entity = context.store.model.entities[key]
        telling = telling_fields(context, entity)
        ids = tuple(hit.id for hit in hits if hit.entity == key)
        for row in door.find(context, Query(key, telling, ids=ids, limit=len(ids))).rows if telling else ():
            second[str(row["id"])] = told_apart(entity, row, telling, look)
    for hit in hits:
        entity = context.store.model.entities[hit.entity]
        yield Found(
            f"{scope.base_path}/{hit.entity}/{hit.id}", str(hit.title or "—"), entity.definition.icon,
            entity.label.in_(scope.language), second.get(hit.id, ""),
        )  # fmt: skip


@router.get("/menu/counts")
def counts(scope: Signed) -> Response:
    """The badges: one count per item that has one."""
    found: list[tuple[str, int]] = []
    with scope.workspace.reading(scope.viewer) as context:
        model = context.store.model
        for area in model.areas:
            for group in area.groups:
                for item in group.items:
                    entity = entity_of(model, item.open)
                    if not item.badge or entity is None or not may_open(model, item, scope.viewer):
                        continue
                    try:
                        rows = door.aggregate(context, Aggregate(entity, {"n": "COUNT()"}, filter=item.badge))
                    except ProblemsFound:
                        continue
                    found.append((f"cnt-{area.key}-{group.key}-{item.key}", int(rows[0]["n"]) if rows else 0))
    return fragment(scope, "parts/counts.html", counts=found)


@router.get("/keys")
def keys(scope: Signed) -> Response:
    """The keys of the pages."""
    return fragment(scope, "parts/keys.html")
