"""How wide a person has the columns of a view; a kept view brings the widths it was kept with."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response
from sqlalchemy import delete, insert, select

from dougong.host.store.tables import preference
from dougong.host.web.scope import Scope, signed_in
from dougong.records.context import Context

from .columns import readable
from .entity import readable_entity
from .saved_views import views_of

router = APIRouter(include_in_schema=False)
LEAST, MOST = 40, 800
"""Pixels."""


def widths_of(context: Context, entity: str, view: str) -> dict[str, int]:
    """Path -> pixels, as far as the person drew them; one statement."""
    found = context.connection.execute(select(preference.c.value).where(_mine(context, entity, view))).scalar()
    return {str(path): int(width) for path, width in (found or {}).items()}


def put_widths(context: Context, entity: str, view: str, widths: Mapping[str, int]) -> None:
    """Keeps them; none forgets them."""
    context.connection.execute(delete(preference).where(_mine(context, entity, view)))
    if widths:
        key = _key(entity, view)
        context.connection.execute(insert(preference).values(person=context.viewer.person, key=key, value=dict(widths)))


def _mine(context: Context, entity: str, view: str):  # type: ignore[no-untyped-def]  # SQLAlchemy's own
    return (preference.c.person == context.viewer.person) & (preference.c.key == _key(entity, view))


def _key(entity: str, view: str) -> str:
    return f"widths:{entity}:{view}"


@router.post("/{entity}/widths")
def put(
    scope: Annotated[Scope, Depends(signed_in)], entity: str, view: Annotated[str, Form()], path: Annotated[str, Form()],
    width: Annotated[int, Form(ge=LEAST, le=MOST)],
) -> Response:  # fmt: skip
    """One column is drawn to a width."""
    with scope.workspace.writing(scope.viewer) as context:
        model = readable_entity(context, entity)
        known = any(one.key == view for one in views_of(context, model))
        if known and readable(context.store.model, entity, path, scope.viewer) is not None:
            put_widths(context, entity, view, {**widths_of(context, entity, view), path: width})
    return Response(status_code=204)
