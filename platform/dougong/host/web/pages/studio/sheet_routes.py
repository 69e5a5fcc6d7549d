"""Addresses of an app from a spreadsheet: drop a file, look at what it would become and change it, make it, watch the rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from dougong.host.studio import entity_moves, sheet_make, sheet_run
from dougong.host.studio.entity_tree import entities_of
from dougong.host.studio.menu_tree import nodes_of
from dougong.host.studio.sheet_links import Target
from dougong.host.studio.sheet_proposal import ProposedObject, propose
from dougong.host.web.errors import Refused
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.check.entities import ADDRESSES, RESERVED
from dougong.metamodel.problem import ProblemsFound

from .entity_page import RoleTick
from .menu_page import label_of
from .sheet_page import SheetPage, answers_from, cards_of, job_of, run_of, types_of
from .sheet_state import Opened, keep, known_targets, open_files, opened, reads_of
from .shell import PREFIX, Designing, draw_page
from .sketch import draw, read_sketch

router = APIRouter(prefix=f"{PREFIX}/sheet", include_in_schema=False)
_MOST_FILES = 20


@router.get("")
def show_sheet(scope: Designing) -> Response:
    """What the open file would become; without one, the place to drop it."""
    return _page(scope)


@router.post("/file")
async def take_file(scope: Designing, request: Request) -> Response:
    """Takes one file or several, in place of what was open."""
    form = await request.form(max_files=_MOST_FILES)
    files = [
        (await one.read(), one.filename or "table.csv") for one in form.getlist("file") if isinstance(one, UploadFile)
    ]
    return await run_in_threadpool(_take, scope, [one for one in files if one[0] or one[1]])


def _take(scope: Scope, files: list[tuple[bytes, str]]) -> Response:
    if not files:
        return _page(scope, (words_of(scope)("Choose a file first"),), status=422)
    try:
        open_files(scope, files)
    except ProblemsFound as refused:
        return _page(scope, _said(scope, refused), fresh=True, status=422)
    return RedirectResponse(f"{scope.base_path}{PREFIX}/sheet", 303)


@router.post("")
async def change_guess(scope: Designing, request: Request) -> Response:
    """What a person chose for a sheet (`id` is its number) or a column (`2.5`) instead of the guess."""
    return await run_in_threadpool(_change, scope, await request.form())


def _change(scope: Scope, form: FormData) -> Response:
    values = {name: str(value) for name, value in form.items()}
    person, id = str(scope.viewer.person), values.get("id", "")  # noqa: A001
    found, known, objects = _now(scope)
    if found is None or values.get("mark") != found.mark:
        return _gone(scope)
    said = _answer(objects, cards_of(scope, objects, known), id, values)
    if said:
        with scope.workspace.writer.begin() as connection:
            there = opened(connection, person, held=True)
            if there is None or there.mark != found.mark:
                return _gone(scope)
            answers = {**there.answers, id: {**there.answers.get(id, {}), **said}}
            if "title" in values and id.isdigit():
                answers = {
                    key: one for key, one in answers.items() if key != f"{id}.{values['title']}" or one.get("type")
                }
            keep(connection, person, replace(there, answers=answers))
    return _page(scope) if alive(scope) else RedirectResponse(f"{scope.base_path}{PREFIX}/sheet", 303)


def _answer(objects: tuple[ProposedObject, ...], cards: Any, id: str, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: A002
    number, _, column = id.partition(".")
    card = next((one for one in cards if one.id == number), None)
    if card is None:
        raise Refused(404)
    if column:
        row = next((one for one in card.fields if one.id == id), None)
        if row is None:
            raise Refused(404)
        return answers_from(row, values)
    said: dict[str, Any] = {
        name: values[name] for name in ("zh", "en") if name in values and values[name] != getattr(card, name)
    }
    if (values.get("kept") == "on") != card.kept:
        said["left_out"] = values.get("kept") != "on"
    if values.get("title", "").isdecimal() and int(values["title"]) != objects[int(number)].title:
        said["title"] = int(values["title"])
    return said


@router.post("/forget")
def forget(scope: Designing) -> Response:
    """Puts the file away; nothing was made of it."""
    with scope.workspace.writer.begin() as connection:
        keep(connection, str(scope.viewer.person), None)
    return go(scope, f"{scope.base_path}{PREFIX}/sheet")


@router.post("/make")
async def make(scope: Designing, request: Request) -> Response:
    """Objects, lists, forms, menu items and rights published and the rows brought in; with `only=draft` into the draft alone."""
    return await run_in_threadpool(_make, scope, await request.form())


def _make(scope: Scope, form: FormData) -> Response:
    person = str(scope.viewer.person)
    found, _, objects = _now(scope)
    if found is None or str(form.get("mark")) != found.mark:
        return _gone(scope)
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    roles, group, drafted = (
        [str(one) for one in form.getlist("role")],
        str(form.get("group") or ""),
        form.get("only") == "draft",
    )
    tree = sketch.draft.after if drafted else sketch.draft.now
    try:
        changes, keys = sheet_make.changes_of(
            tree, objects, roles, group, () if scope.viewer.admin else scope.viewer.roles
        )
        if drafted:
            draw(scope, changes)
            return go(scope, f"{scope.base_path}{PREFIX}/entity/{next(iter(keys.values()))}")
        sheet_run.release(scope.workspace, person, found.stem, changes)
    except ProblemsFound as refused:
        return _page(scope, _said(scope, refused), status=422)
    loads = sheet_make.loads_of(objects, reads_of(scope.workspace, found), keys)
    job = sheet_run.bring(scope.workspace, person, loads)
    with scope.workspace.writer.begin() as connection:
        keep(connection, person, None)
    return go(scope, f"{scope.base_path}{PREFIX}/sheet/{job}")


@router.get("/{id}")
def show_run(scope: Designing, id: str) -> Response:  # noqa: A002
    """How far the rows are, and what became of them; asks again while they come."""
    job = job_of(scope, id)
    if job is None:
        raise Refused(404)
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    last = words_of(scope)("Bringing the rows in")
    return draw_page(
        scope, "sheet", "studio/sheet_run.html", sketch, lambda around: run_of(scope, around, job), last=last,
        here=f"{scope.base_path}{PREFIX}/sheet",
    )  # fmt: skip


def _now(scope: Scope) -> tuple[Opened | None, list[Target], tuple[ProposedObject, ...]]:
    with scope.workspace.engine.connect() as connection:
        found = opened(connection, str(scope.viewer.person))
        sketch = read_sketch(scope, connection)
    if found is None:
        return None, [], ()
    with scope.workspace.reading(scope.viewer) as context:
        known = known_targets(context, scope.language)
    taken = {*entities_of(sketch.draft.after), *entities_of(sketch.draft.now), *RESERVED, *ADDRESSES}
    return found, known, propose(reads_of(scope.workspace, found), known, found.answers, taken)


def _page(scope: Scope, said: tuple[str, ...] = (), *, fresh: bool = False, status: int = 200) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    found, known, objects = (None, [], ()) if fresh else _now(scope)
    tree, language = sketch.draft.now, scope.language
    model = scope.workspace.store.model
    roles = tuple(
        RoleTick(key, model.roles[key].label.in_(language), on)
        for key, on in entity_moves.workers(tree).items()
        if key in model.roles
    )
    groups = tuple(
        (group.id, f"{label_of(area, language)} → {label_of(group, language)}")
        for area in nodes_of(tree)
        for group in area.children
    )
    kept = [one for one in objects if not one.left_out]
    return draw_page(
        scope, "sheet", "studio/sheet.html", sketch,
        lambda around: SheetPage(
            around, said, found.names if found else "", found.mark if found else "", cards_of(scope, objects, known),
            types_of(language), roles, groups, len(kept), sum(one.rows for one in kept),
        ),
        here=f"{scope.base_path}{PREFIX}/sheet", status=status,
    )  # fmt: skip


def _gone(scope: Scope) -> Response:
    words = words_of(scope)("Another file was opened meanwhile; this page shows it now")
    return (
        go(scope, f"{scope.base_path}{PREFIX}/sheet", toast(words, bad=True))
        if alive(scope)
        else done(scope, toast(words))
    )


def _said(scope: Scope, refused: ProblemsFound) -> tuple[str, ...]:
    return tuple(
        one.message.in_(scope.language) + (f" {one.fix.in_(scope.language)}" if one.fix else "")
        for one in refused.problems[:8]
    )
