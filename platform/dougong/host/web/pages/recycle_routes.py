"""The recycle bin of an entity: what was deleted, by whom, and bringing it back."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.host.web.format import dates
from dougong.host.web.scope import Scope, signed_in
from dougong.records.query.titles import titles
from dougong.records.values import Query

from . import door
from .entity import readable_entity
from .frame import Crumb, frame
from .list_page import look_of, words_of
from .render import page
from .show import show

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@dataclass(frozen=True, slots=True)
class Deleted:
    id: str
    title: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class RecyclePage:
    """What templates/pages/recycle.html shows; `keeps` False: the entity has no bin."""

    base: str
    plural: str
    keeps: bool
    rows: tuple[Deleted, ...]


@router.get("/{entity}/recycle")
def recycle(scope: Signed, entity: str) -> Response:
    """The newest 200 deleted records the viewer may read."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        look, title = look_of(scope, context), model.definition.title
        query = Query(entity, (title, "deleted_at", "updated_by"), sort=("-deleted_at",), limit=200, deleted=True)
        found = door.find(context, query).rows
        names = titles(context, "person", sorted({str(r["updated_by"]) for r in found if r.get("updated_by")}))
        drawn = show(model.fields[title], title)
        rows = tuple(
            Deleted(
                str(r["id"]), drawn(r.get(title), r, look).striptags() or "—",
                dates.relative(r["deleted_at"], look.now, look.zone, look.language) if r.get("deleted_at") else "",
                str(names.get(str(r.get("updated_by"))) or ""),
            )
            for r in found
        )  # fmt: skip
        here = f"{scope.base_path}/{entity}"
        content = RecyclePage(here, model.plural.in_(scope.language), model.definition.features.recycle_bin, rows)
        crumbs = (Crumb(content.plural, here), Crumb(words_of(scope)("Recycle bin")))
        return page(
            scope, "pages/recycle.html", frame(scope, context.store.model, crumbs[-1].label, crumbs, here), content
        )
