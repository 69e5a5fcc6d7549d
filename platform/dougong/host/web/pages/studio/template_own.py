"""What this workspace made, as the file of an app: what goes into it, its key and its name."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from dougong.host.install.package import write_package
from dougong.host.store import documents
from dougong.host.studio.app_template import made_here, template_of
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.scope import Scope
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

from .shell import PREFIX, Around, Designing, draw_page
from .sketch import read_sketch
from .template_outcome import Line
from .template_pages import KEY, package_file

router = APIRouter(prefix=f"{PREFIX}/template/own", include_in_schema=False)
_MANNERS = {"add": "new", "put": "new", "remove": "gone", "drop": "gone"}


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What templates/studio/template_own.html shows; `waiting` changes are in the draft only and cannot go along."""

    around: Around
    lines: tuple[Line, ...]
    left_out: frozenset[int]
    key: str
    zh: str
    en: str
    said: tuple[str, ...]
    waiting: int


@router.get("")
def show_own(scope: Designing) -> Response:
    """Everything that was made or changed here."""
    return _page(scope)


@router.post("")
def make_template(
    scope: Designing,
    key: Annotated[str, Form(max_length=80)] = "",
    zh: Annotated[str, Form(max_length=200)] = "",
    en: Annotated[str, Form(max_length=200)] = "",
    change: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """The file; what is refused is told on the page."""
    chosen = set(change or ())
    with scope.workspace.engine.connect() as connection:
        layers = documents.load_layers(connection)
    try:
        bundle = template_of(layers, key.strip(), text(zh.strip(), en.strip()), chosen)
    except ProblemsFound as refused:
        said = tuple(
            " ".join(part.in_(scope.language) for part in (one.message, one.fix) if part)
            for one in refused.problems[:8]
        )
        return _page(scope, key, zh, en, frozenset(one.number for one in made_here(layers)) - chosen, said, 422)
    return package_file(write_package(bundle), bundle.app)


def _page(
    scope: Scope,
    key: str = "",
    zh: str = "",
    en: str = "",
    left_out: frozenset[int] = frozenset(),
    said: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        made = made_here(documents.load_layers(connection))
    lines = tuple(
        Line(one.number, one.words.in_(scope.language), _MANNERS.get(one.change.operation, "changed")) for one in made
    )
    return draw_page(
        scope, KEY, "studio/template_own.html", sketch,
        lambda around: OwnPage(around, lines, left_out, key, zh, en, said, sketch.count),
        last=words_of(scope)("Our changes as an app"), status=status,
    )  # fmt: skip
