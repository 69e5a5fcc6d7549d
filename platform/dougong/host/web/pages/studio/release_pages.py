"""Releases: what each changed, taken back whole or in part, as a file, and from a file into the draft."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import Response

from dougong.host.studio import releases, repair_words
from dougong.host.studio.draft import tree_at
from dougong.host.studio.publish import changes_back, revert
from dougong.host.web.errors import Refused
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.signals import go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.problem import Problem, ProblemsFound

from .home import ReleaseLine, names_of, release_line
from .shell import PREFIX, Around, Designing, draw_page
from .sketch import draw, read_sketch

router = APIRouter(prefix=f"{PREFIX}/releases", include_in_schema=False)
_MOST = 8_000_000
"""Octets of a file that is taken in."""
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class BackLine:
    """One change of a release as it reads, with its number among those that take it back; -1: it goes with the whole only."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """What templates/studio/releases.html shows; `lines` of the one at hand, `more` of them not listed."""

    around: Around
    releases: tuple[ReleaseLine, ...]
    at: ReleaseLine | None
    lines: tuple[BackLine, ...]
    more: int
    may_revert: bool
    values: tuple[str, ...]
    """What it did to stored values."""
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    number: int
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """What templates/studio/release_file.html shows; `content` goes back with the choice."""

    around: Around
    note: str
    items: tuple[ItemLine, ...]
    content: str


@router.get("")
def show_releases(scope: Designing) -> Response:
    """The newest and all before it."""
    return _page(scope, None)


@router.post("/file")
def read_release(scope: Designing, file: UploadFile) -> Response:
    """A file of another workspace: what each of its changes would meet here."""
    return _file_page(scope, file.file.read(_MOST + 1))


@router.post("/take")
def take_release(
    scope: Designing,
    content: Annotated[str, Form(max_length=_MOST)],
    change: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """The chosen changes of a file as one gesture of the draft."""
    try:
        _, changes = releases.read_file(content.encode())
        taken = [one for number, one in enumerate(changes) if number in set(change or ())]
        draw(scope, taken, releases.repairs_in(content.encode()))
    except ProblemsFound as refused:
        raise Refused(422, refused.problems) from refused
    return go(scope, f"{scope.base_path}{PREFIX}/publish")


@router.get("/{number}")
def show_release(scope: Designing, number: int) -> Response:
    """One release with everything it changed."""
    return _page(scope, number)


@router.get("/{number}/file")
def download(scope: Designing, number: int) -> Response:
    """The release as a file."""
    try:
        with scope.workspace.engine.connect() as connection:
            content = releases.to_file(connection, scope.workspace, number)
    except ProblemsFound as refused:
        raise Refused(404, refused.problems) from refused
    headers = {"Content-Disposition": f'attachment; filename="release-{number}.json"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/json", headers=headers)


@router.post("/{number}/revert")
def take_back(
    scope: Designing,
    number: int,
    change: Annotated[list[int] | None, Form()] = None,
    whole: Annotated[str, Form()] = "",
) -> Response:
    """Takes the ticked changes of a release back, or the `whole`, as a release of its own."""
    try:
        only = None if whole == "on" else set(change or ())
        done = revert(scope.workspace, number, str(scope.viewer.person), only=only)
    except ProblemsFound as refused:
        said = tuple(_said(one, scope.language) for one in refused.problems)
        return _page(scope, number, said, 422)
    words = words_of(scope)
    said_so = toast(words("Taken back; release {n} is in force", n=done.number))
    return go(scope, f"{scope.base_path}{PREFIX}/releases/{done.number}", said_so)


def _page(scope: Scope, number: int | None, said: tuple[str, ...] = (), status: int = 200) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        names = names_of(scope, connection)
        every = releases.list_releases(connection)
        chosen = next((one for one in every if one.number == number), None) if number else next(iter(every), None)
        if chosen is None and number is not None:
            raise Refused(404)
        told = releases.changes_of(connection, scope.workspace, chosen.number) if chosen else []
        back = changes_back(connection, chosen.number) if chosen else []
        before = tree_at(connection, scope.workspace, chosen.number - 1) if chosen else {}
        done = repair_words.told(connection, chosen.number, before) if chosen else []
    places = {one.path: place for place, one in enumerate(back)}
    lines = tuple(BackLine(places.get(one.path, -1), said_so.in_(scope.language)) for one, said_so in told)
    may = bool(chosen and chosen.action in ("publish", "revert") and lines)
    values = tuple(one.in_(scope.language) for one in done)
    at = release_line(scope, chosen, names) if chosen else None
    listed = tuple(release_line(scope, one, names) for one in every)
    last = words_of(scope)("Release {n}", n=chosen.number) if chosen and number else ""
    return draw_page(
        scope, "releases", "studio/releases.html", sketch,
        lambda around: ReleasesPage(around, listed, at, lines[:_SHOWN], max(0, len(lines) - _SHOWN), may, values, said),
        last=last, status=status,
    )  # fmt: skip


def _said(one: Problem, language: str) -> str:
    return " ".join((one.message.in_(language), one.fix.in_(language))) if one.fix else one.message.in_(language)


def _file_page(scope: Scope, content: bytes) -> Response:
    try:
        note, changes = releases.read_file(content)
    except ProblemsFound as refused:
        raise Refused(422, refused.problems) from refused
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        items = releases.plan(connection, scope.workspace, changes)
    lines = tuple(ItemLine(one.number, one.words.in_(scope.language), one.state) for one in items)
    last = words_of(scope)("From a file")
    return draw_page(
        scope, "releases", "studio/release_file.html", sketch,
        lambda around: FilePage(around, note, lines, content.decode("utf-8", "replace")), last=last,
    )  # fmt: skip
