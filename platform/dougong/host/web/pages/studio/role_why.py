"""Why somebody sees a record or does not, may change it or may not: asked in the studio for anybody and any record."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from dougong.host.access import people
from dougong.host.web.errors import Refused
from dougong.host.web.pages import door
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.why_told import WhyTold, why_told
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.ids import is_id
from dougong.records.values import Query as Asked

from .shell import PREFIX, Designing

router = APIRouter(prefix=f"{PREFIX}/why", include_in_schema=False)
Wish = Annotated[str, Query(max_length=200)]
_OFFERED = 6


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What templates/studio/role_why.html shows: (key, label, chosen) of each choice."""

    people: tuple[tuple[str, str, bool], ...]
    objects: tuple[tuple[str, str, bool], ...]
    words: str
    records: tuple[tuple[str, str, bool], ...]
    told: WhyTold | None
    at: str


@router.get("")
def show_why(
    scope: Designing, person: Wish = "", entity: Wish = "", q: Wish = "", record: Wish = "", found: bool = False
) -> Response:
    """For administrators: the question with the records it could be about, and the answer; `found`: only what depends on the choices."""
    if not scope.viewer.admin:
        raise Refused(403)
    with scope.workspace.reading(scope.viewer) as context:
        model, everyone = context.store.model, people.everyone(context.connection, context.store)
        listed = [one for one in model.entities.values() if not one.implicit and one.owner_link is None]
        here = model.entities.get(entity) or next((one for one in listed if one.app != "base"), listed[0])
        whom = next((one for one in everyone if one.id == person), None) or next(
            (one for one in everyone if one.id != scope.viewer.person), everyone[0]
        )
        offered = _records(context, here, q)
        chosen = record if any(one == record for one, _ in offered) else offered[0][0] if offered else ""
        told = why_told(context, scope, here, chosen, look_of(scope, context), whom.id) if is_id(chosen) else None
    asked = WhyAsked(
        tuple((one.id, one.name, one.id == whom.id) for one in everyone),
        tuple((one.key, one.label.in_(scope.language), one.key == here.key) for one in listed), q,
        tuple((one, title, one == chosen) for one, title in offered), told, f"{scope.base_path}{PREFIX}/why",
    )  # fmt: skip
    return fragment(scope, "studio/role_why_found.html" if found else "studio/role_why.html", asked=asked)


def _records(context: Context, here: EntityModel, words: str) -> list[tuple[str, str]]:
    """Those the words find, else those changed last."""
    title = here.definition.title
    query = Asked(here.key, ("id", title), search=words.strip(), sort=("-updated_at",), limit=_OFFERED)
    return [(str(row["id"]), str(row[title] or "—")) for row in door.find(context, query).rows]
