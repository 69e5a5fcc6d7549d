"""Undo and redo of the draft, from every designer."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import done, go, toast

from .shell import PREFIX, Designing
from .sketch import problems_of, read_sketch, turn

router = APIRouter(prefix=PREFIX, include_in_schema=False)
Back = Annotated[str, Form(max_length=400)]


@router.post("/undo")
def undo(scope: Designing, back: Back = "") -> Response:
    """Takes back the person's own last gesture, and shows the designer again."""
    return _turned(scope, "undo", back)


@router.post("/redo")
def redo(scope: Designing, back: Back = "") -> Response:
    return _turned(scope, "redo", back)


def _turned(scope: Designing, which: str, back: str) -> Response:
    if not turn(scope, which):
        said = words_of(scope)("Nothing to undo") if which == "undo" else words_of(scope)("Nothing to redo")
        return done(scope, toast(said))
    home = f"{scope.base_path}{PREFIX}"
    return go(scope, back if back == home or back.startswith(f"{home}/") else home)


@router.get("/health")
def health(scope: Designing) -> Response:
    """How the definitions of the draft stand, for the bar below a canvas."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    found = problems_of(scope, sketch.draft)
    errors = [one for one in found if one.severity == "error"]
    first = errors[0].message.in_(scope.language) if errors else ""
    return fragment(scope, "studio/health.html", errors=len(errors), warnings=len(found) - len(errors), first=first)
