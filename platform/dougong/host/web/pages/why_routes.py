"""Why somebody may or may not see or change a record, or one field of it: asked at the record itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from dougong.host.access import people
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in
from dougong.records.context import Context
from dougong.records.why import why as proof

from .columns import readable
from .entity import readable_entity, record
from .list_page import look_of
from .part import part
from .reasons import reasons
from .why_told import field_told, why_told

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
Wish = Annotated[str, Query(max_length=120)]


@router.get("/{entity}/{id}/why")
def why(
    scope: Signed, entity: str, id: str, field: Wish = "", person: Annotated[str, Query(alias="as", max_length=64)] = ""  # noqa: A002
) -> Response:  # fmt: skip
    """Why the viewer may see and change the record, or may not change one `field`; administrators may ask it for anybody."""
    with scope.workspace.reading(scope.viewer) as context:
        model, look = readable_entity(context, entity), look_of(scope, context)
        record(context, entity, id, (model.definition.title,))
        words, here = look.words, f"{look.base}/{entity}/{id}/why"
        if not field:
            told = why_told(context, scope, model, id, look, person)
            everyone = _people(context)
            chosen = person or str(context.viewer.person)
            heading = (
                words("Why can I see or change this, or not?")
                if not everyone
                else words("Who may see and change this, and why?")
            )
            return part(
                scope,
                context,
                model,
                "parts/why.html",
                heading,
                question=heading,
                told=told,
                people=everyone,
                chosen=chosen,
                here=here,
            )
        found = readable(context.store.model, entity, field, context.viewer)
        given = proof(context, entity, id)
        told_of = (
            field_told(context, model, found, given, look) if found is not None and found.entity == entity else None
        )
        if told_of is None:
            raise Refused(404)
        labels = {
            key: context.store.model.roles[key].label.in_(look.language)
            for key in context.viewer.roles
            if key in context.store.model.roles
        }
        verdicts = [one for one in reasons(given, words, labels, "", model)[1:2] if not one.allowed]
        heading = words("Why can I not change this?")
        return part(
            scope, context, model, "parts/why.html", heading, question=heading, field=told_of, verdicts=verdicts, people=(),
            chosen="", here=here,
        )  # fmt: skip


def _people(context: Context) -> tuple[tuple[str, str], ...]:
    """Whom one may ask for: everybody for those who administer, nobody else."""
    if not context.viewer.admin:
        return ()
    return tuple((one.id, one.name) for one in people.everyone(context.connection, context.store))
