"""The card of the page before publishing that says who gains and loses what by changed roles."""

from fastapi import APIRouter
from fastapi.responses import Response

from dougong.host.web.pages.render import fragment

from .role_told import told_of
from .shell import PREFIX, Designing
from .sketch import model_of, read_sketch

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/what-if")
def show_impact(scope: Designing) -> Response:
    """Everybody whose rights the draft changes; counted apart from the page, which does not wait for it. It tells of
    records whoever they belong to, so whoever designs without administering is told only that they exist."""
    if not scope.viewer.admin:
        return fragment(scope, "studio/what_if_card.html", told=None, wide=True)
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    return fragment(scope, "studio/what_if_card.html", told=told_of(scope, model), wide=True)
