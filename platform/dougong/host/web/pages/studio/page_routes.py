"""Addresses of the page designer: the pages there are, one page, one address for every gesture, the page as others get it."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.studio import page_moves
from dougong.host.web.errors import Refused
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change, apply
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.problem import ProblemsFound

from . import page_list
from .page_designer import Look, draw_board
from .page_gestures import BOARD, Asked, On, made
from .page_record_designer import draw_record
from .page_record_gestures import RECORD
from .page_shown import shown
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/page", include_in_schema=False)
Word = Annotated[str, Form(max_length=160)]
Long = Annotated[str, Form(max_length=10_000)]
Wish = Annotated[str, Query(max_length=160)]


@router.get("")
def list_pages(scope: Designing) -> Response:
    """Dashboards, and the page of each object's records."""
    sketch, model = _sketch(scope)
    tree, language = sketch.draft.after, scope.language
    return draw_page(
        scope, "page", "studio/pages.html", sketch,
        lambda around: page_list.PagesPage(
            around, page_list.boards_of(model, tree, language), page_list.records_of(model, language),
            page_list.groups_of(tree, language),
        ),
    )  # fmt: skip


@router.post("")
def begin_board(scope: Designing, name: Word = "", group: Word = "") -> Response:
    """A new dashboard, in the menu where a group is named."""
    sketch, _ = _sketch(scope)
    try:
        changes, key = page_moves.begin_board(sketch.draft.after, name, group)
        draw(scope, changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    return go(scope, f"{scope.base_path}{PREFIX}/page/{key}")


@router.get("/of/{entity}")
def show_page_of(scope: Designing, entity: str, record: Wish = "") -> Response:
    """The page of an object's records."""
    _, model = _sketch(scope)
    if entity not in model.entities:
        raise Refused(404)
    key = page_list.record_page(model, model.entities[entity]).key
    return RedirectResponse(f"{scope.base_path}{PREFIX}/page/{key}" + (f"?record={record}" if record else ""), 303)


@router.get("/{key}")
def show_page(
    scope: Designing, key: str, at: Wish = "", of: Wish = "", period: Wish = "", device: Wish = "desktop", record: Wish = "",
    tab: Wish = "", who: Wish = "",
    role: Annotated[str, Query(alias="as", max_length=64)] = "", had: Annotated[str, Query(max_length=4000)] = "",
) -> Response:  # fmt: skip
    """The designer with the part `at` chosen and suggestions of the object `of`."""
    return _page(scope, key, Look(at, of, period, device, role, record, tab, who), had)


@router.get("/{key}/shown")
def show_as(
    scope: Designing, key: str, record: Wish = "", role: Annotated[str, Query(alias="as", max_length=64)] = ""
) -> Response:
    """The page as others get it, for the designer's frame."""
    sketch, model = _sketch(scope)
    _, on = _on(scope, sketch, model, key)
    return shown(scope, model, Page.model_validate(on.raw), role if role in model.roles else "", record)


@router.post("/{key}")
def gesture(
    scope: Designing, key: str, do: Word = "", id: Word = "", place: Word = "", before: Word = "", name: Word = "",  # noqa: A002
    language: Word = "", value: Long = "", at: Word = "", of: Word = "", period: Word = "", device: Word = "desktop",
    record: Word = "", tab: Word = "", who: Word = "", had: Annotated[str, Form(max_length=4000)] = "",
) -> Response:  # fmt: skip
    """One gesture on the page; answered with the designer as it is then, or with why it cannot be."""
    sketch, model = _sketch(scope)
    asked = Asked(do, id, place, before, name, language, value)
    try:
        if do == "remove":
            draw(scope, page_moves.remove_page(sketch.draft.after, key))
            return go(scope, f"{scope.base_path}{PREFIX}/page")
        begun, on = _on(scope, sketch, model, key)
        found = made(on, asked, BOARD if on.raw.get("record") is None else RECORD)
        if found.changes:
            draw(scope, [*begun, *found.changes])
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    chosen = "" if found.at == "-" else found.at or at
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}{PREFIX}/page/{key}?at={chosen}", 303)
    return _page(scope, key, Look(chosen, of, period, device, "", record, tab, who), had)


def _page(scope: Scope, key: str, look: Look, had: str) -> Response:
    sketch, model = _sketch(scope)
    _, on = _on(scope, sketch, model, key)
    page = Page.model_validate(on.raw)
    here = f"{scope.base_path}{PREFIX}/page/{key}?at={look.at}&of={look.of}"
    if page.record is not None:
        return draw_record(scope, sketch, on, page, look, frozenset(had.split(",")), here)
    return draw_board(scope, sketch, on, page, look, frozenset(had.split(",")), here)


def _on(scope: Scope, sketch: Sketch, model: Model, key: str) -> tuple[list[Change], On]:
    """The page; of one that nobody has designed yet, also what begins it."""
    tree, begun = sketch.draft.after, []
    try:
        _, raw = page_moves.page_in(tree, key)
    except ProblemsFound as gone:
        given = next((one for one in _unbegun(model) if one.key == key), None)
        if given is None:
            raise Refused(404) from gone
        begun = page_moves.begin_record(tree, given)
        tree = apply(tree, begun)
        _, raw = page_moves.page_in(tree, key)
    return begun, On(tree, key, raw, model, scope.language)


def _unbegun(model: Model) -> list[Page]:
    every = (page_list.record_page(model, one) for one in model.entities.values() if not one.implicit)
    return [one for one in every if one.key not in model.pages]


def _sketch(scope: Scope) -> tuple[Sketch, Model]:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    return sketch, model_of(scope, sketch.draft) or scope.workspace.store.model


def _said(refused: ProblemsFound, language: str) -> str:
    stop, link = ("。", "，") if language == "zh-CN" else (".", ". ")
    said = []
    for one in refused.problems:
        fix = f"{link}{one.fix.in_(language)}" if one.fix else ""
        said.append(f"{one.message.in_(language).rstrip(stop)}{fix}")
    return stop.join(said)
