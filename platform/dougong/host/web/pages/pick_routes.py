"""What a link may be set to: lately used records first, each with what tells it apart, and a way to make a new one."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Query, Row

from . import door
from .entity import readable_entity
from .link_targets import any_targets, telling_fields, told_apart
from .list_page import look_of
from .look import Look
from .quick_routes import may_create
from .recents import recent_ids
from .render import fragment
from .show import show

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_MOST = 30
_APPOINTED = frozenset({"person", "department"})
"""Made on purpose by those who run the workspace, never in passing."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A record to choose; `second` is the line under its title."""

    value: str
    title: str
    second: str


@dataclass(frozen=True, slots=True)
class Picker:
    """What templates/parts/pick.html shows; `new_href` empty where the viewer may make none."""

    recent: tuple[Offer, ...]
    others: tuple[Offer, ...]
    person: bool
    new_href: str
    thing: str
    words: str


@router.get("/{entity}/pick/{field}")
def pick(scope: Signed, entity: str, field: str, q: str = "", to: str = "", make: str = "") -> Response:
    """At most 30 records; `to` is the entity chosen for a link to anything, `inside` the short form that holds the picker."""
    words = q.strip()[:100]
    with scope.workspace.reading(scope.viewer) as context:
        there, filter_, any_kind = _target(scope, context, entity, field, to)
        title, telling = there.definition.title, telling_fields(context, there)
        asked = (title, *telling)
        used = recent_ids(context.connection, scope.viewer.person, there.key)
        recent: tuple[Row, ...] = ()
        if used:
            found = door.find(context, Query(there.key, asked, filter_, words, ids=tuple(used), limit=len(used))).rows
            recent = tuple(sorted(found, key=lambda row: used.index(str(row["id"]))))
        known = {row["id"] for row in recent}
        others = door.find(context, Query(there.key, asked, filter_, words, (title,), limit=_MOST)).rows
        look = look_of(scope, context)
        prefix = f"{there.key}:" if any_kind else ""

        def offers(rows: tuple[Row, ...]) -> tuple[Offer, ...]:
            return tuple(_offer(there, row, telling, prefix, look) for row in rows)

        new = f"{look.base}/{there.key}/quick?{urlencode({'words': words, 'any': '1' if any_kind else ''})}"
        offered = bool(make) and may_create(context, there) and there.key not in _APPOINTED
        picker = Picker(
            offers(recent), offers(tuple(row for row in others if row["id"] not in known)), there.key == "person",
            new if offered else "", there.label.in_(scope.language), words,
        )  # fmt: skip
        return fragment(scope, "parts/pick.html", p=picker)


def _target(scope: Scope, context: Context, entity: str, field: str, to: str) -> tuple[EntityModel, str, bool]:
    """The entity to choose from, the filter its records fulfil, and whether the link may point to anything."""
    found = context.store.model.entities.get(entity)
    link = found.fields.get(field) if found else None
    relation = link.relation if link else None
    if found is None or link is None or relation is None:
        raise Refused(404)
    target = relation.target
    if relation.kind == "any":
        target = next((key for key, _ in any_targets(context, link, scope.language) if key == to), "")
    if relation.far:
        far = context.store.model.entities[relation.target].fields[relation.far].relation
        target = far.target if far else target
    filter_ = getattr(link.field, "choices", None) or ""
    if target == "person":
        filter_ = f"({filter_}) AND active" if filter_ else "active"
    return readable_entity(context, target), filter_, relation.kind == "any"


def _offer(entity: EntityModel, row: Row, telling: tuple[str, ...], prefix: str, look: Look) -> Offer:
    title = show(entity.fields[entity.definition.title], entity.definition.title)
    words = title(row.get(entity.definition.title), row, look).striptags()
    return Offer(f"{prefix}{row['id']}", words or "—", told_apart(entity, row, telling, look))
