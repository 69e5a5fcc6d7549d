"""The import wizard: upload, map columns, try, run with progress, result with undo. The work is host.imports'."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from dougong.host import jobs
from dougong.host.imports import batches, service
from dougong.host.imports.dry_run import Report
from dougong.host.imports.guess import importable
from dougong.host.imports.plan import ColumnPlan, ImportPlan
from dougong.host.imports.run import open_batch
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context

from .entity import readable_entity
from .frame import Crumb, frame
from .list_page import look_of, words_of
from .render import fragment, page
from .signals import done, go, toast

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@dataclass(frozen=True, slots=True)
class FieldChoice:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file: sample values and what it is mapped to; `link` when records may be made for it."""

    number: int
    name: str
    samples: str
    field: str
    link: bool
    create: bool


@dataclass(frozen=True, slots=True)
class UnknownValue:
    name: str
    label: str
    value: str
    count: int
    guess: str
    options: tuple[str, ...]
    link: bool


@dataclass(frozen=True, slots=True)
class Past:
    href: str
    file: str
    when: str
    state: str
    new: int
    updated: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What templates/pages/import.html shows; `step` is upload, map, run or done."""

    base: str
    csrf: str
    plural: str
    step: str
    batch: str
    file: str
    rows: int
    columns: tuple[MappedColumn, ...]
    fields: tuple[FieldChoice, ...]
    match: tuple[str, ...]
    existing: str
    report: Report | None
    unknown: tuple[UnknownValue, ...]
    problem: str
    job: Any
    counts: dict[str, Any]
    state: str
    past: tuple[Past, ...]


@router.get("/{entity}/import")
def upload_page(scope: Signed, entity: str) -> Response:
    """Choose a file; earlier imports below."""
    return _page(scope, entity)


@router.post("/{entity}/import")
async def upload(scope: Signed, entity: str, request: Request) -> Response:
    """Takes the file and goes on to the mapping."""
    form = await request.form()
    file = form.get("file")
    if not isinstance(file, UploadFile):
        return await run_in_threadpool(_page, scope, entity, problem=words_of(scope)("Choose a file first"))
    content = await file.read()
    return await run_in_threadpool(_upload, scope, entity, content, file.filename or "table.csv")


def _upload(scope: Scope, entity: str, content: bytes, name: str) -> Response:
    try:
        found = service.upload(scope.workspace, scope.viewer, entity, content, name)
    except ProblemsFound as wrong:
        return _page(scope, entity, problem=_words(wrong, scope.language))
    return RedirectResponse(f"{scope.base_path}/{entity}/import/{found.batch}", 303)


@router.get("/{entity}/import/{batch}")
def batch_page(scope: Signed, entity: str, batch: str) -> Response:
    """The mapping, the progress or the result, whichever the batch has reached."""
    return _page(scope, entity, batch)


@router.post("/{entity}/import/{batch}/check")
async def check(scope: Signed, entity: str, batch: str, request: Request) -> Response:
    """The dry run with the mapping given."""
    return await run_in_threadpool(_check, scope, entity, batch, await request.form())


def _check(scope: Scope, entity: str, batch: str, form: FormData) -> Response:
    try:
        plan = _plan(scope, entity, batch, form)
        report = service.check(scope.workspace, scope.viewer, batch, plan)
    except ProblemsFound as wrong:
        return _page(scope, entity, batch, problem=_words(wrong, scope.language))
    return _page(scope, entity, batch, report=report)


@router.post("/{entity}/import/{batch}/start")
async def start(scope: Signed, entity: str, batch: str, request: Request) -> Response:
    """Runs in the background."""
    return await run_in_threadpool(_start, scope, entity, batch, await request.form())


def _start(scope: Scope, entity: str, batch: str, form: FormData) -> Response:
    try:
        service.start(scope.workspace, scope.viewer, batch, _plan(scope, entity, batch, form))
    except ProblemsFound as wrong:
        return _page(scope, entity, batch, problem=_words(wrong, scope.language))
    return RedirectResponse(f"{scope.base_path}/{entity}/import/{batch}", 303)


@router.get("/{entity}/import/{batch}/progress")
def progress(scope: Signed, entity: str, batch: str) -> Response:
    """The card with the bar; asks again while the job lives, reloads the page when it is over."""
    found = _batch(scope, entity, batch)
    job = jobs.status(scope.workspace, found.job) if found.job else None
    if job is None or not job.live:
        return go(scope, f"{scope.base_path}/{entity}/import/{batch}")
    return fragment(
        scope, "parts/progress.html", job=job, here=f"{scope.base_path}/{entity}/import/{batch}", file=found.file_name
    )


@router.post("/{entity}/import/{batch}/stop")
def stop(scope: Signed, entity: str, batch: str) -> Response:
    """Asks the job to stop after the rows at hand."""
    found = _batch(scope, entity, batch)
    if found.job:
        jobs.request_stop(scope.workspace, found.job)
    return done(scope, toast(words_of(scope)("It stops after the rows at hand")))


@router.post("/{entity}/import/{batch}/resume")
def resume(scope: Signed, entity: str, batch: str) -> Response:
    """Goes on in the background after the last row that is in."""
    _batch(scope, entity, batch)
    service.start(scope.workspace, scope.viewer, batch)
    return go(scope, f"{scope.base_path}/{entity}/import/{batch}")


@router.post("/{entity}/import/{batch}/undo")
def undo(scope: Signed, entity: str, batch: str) -> Response:
    """Takes the whole import back."""
    _batch(scope, entity, batch)
    service.undo(scope.workspace, scope.viewer, batch)
    return go(scope, f"{scope.base_path}/{entity}/import/{batch}", toast(words_of(scope)("The import is taken back")))


@router.get("/{entity}/import/{batch}/refused.csv")
def refused(scope: Signed, entity: str, batch: str) -> Response:
    """Rows that did not go in, with reasons."""
    _batch(scope, entity, batch)
    content = service.refused_file(scope.workspace, scope.viewer, batch, scope.language)
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="refused.csv"'},
    )


def _batch(scope: Scope, entity: str, batch: str) -> batches.Batch:
    with scope.workspace.engine.connect() as connection:
        found = batches.get(connection, batch)
    if found is None or found.entity != entity or not (scope.viewer.admin or found.person == scope.viewer.person):
        raise Refused(404)
    return found


def _plan(scope: Scope, entity: str, batch: str, form: FormData) -> ImportPlan:
    """The plan the form says; value mappings come as `v.<column>.<raw value>`."""
    found = _batch(scope, entity, batch)
    before = {one.column: one for one in found.plan.columns} if found.plan else {}
    columns = []
    for number, name in enumerate(str(one) for one in form.getlist("column")):
        old = before.get(name, ColumnPlan(column=name))
        field = str(form.get(f"field.{number}", "")) or None
        values = {**old.values} if old.field == field else {}
        mark = f"v.{field}."
        for key, value in form.multi_items():
            if field and key.startswith(mark) and str(value) != "?":
                values[key.removeprefix(mark)] = str(value)
        columns.append(
            ColumnPlan(
                column=name, field=field, by=old.by if old.field == field else None,
                create_missing=bool(form.get(f"create.{number}")), values=values,
            )
        )  # fmt: skip
    existing: Any = "skip" if form.get("existing") == "skip" else "update"
    return ImportPlan(
        entity=entity,
        columns=tuple(columns),
        match=tuple(str(one) for one in form.getlist("match") if one),
        existing=existing,
    )


def _page(scope: Scope, entity: str, batch: str = "", report: Report | None = None, problem: str = "") -> Response:
    service.require_right(scope.viewer, entity)
    found = _batch(scope, entity, batch) if batch else None
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        content = _content(scope, context, model, found, report, problem)
        here = f"{scope.base_path}/{entity}"
        crumbs = (Crumb(content.plural, here), Crumb(words_of(scope)("Import")))
        around = frame(scope, context.store.model, crumbs[-1].label, crumbs, here)
        return page(scope, "pages/import.html", around, content, 422 if problem else 200)


def _content(
    scope: Scope, context: Context, model: EntityModel, found: batches.Batch | None, report: Report | None, problem: str
) -> ImportPage:
    language = scope.language
    table = open_batch(scope.workspace, found.id)[1] if found and found.state in ("uploaded", "checked") else None
    plan = found.plan if found else None
    lines = [line.cells for line in list(table.lines())[:4]] if table else []
    mapped = {one.column: one for one in plan.columns} if plan else {}
    columns = tuple(
        MappedColumn(
            number, name, " · ".join(cells[number] for cells in lines if number < len(cells) and cells[number])[:120],
            (mapped[name].field or "") if name in mapped else "",
            _is_link(model, mapped[name].field if name in mapped else None), mapped[name].create_missing if name in mapped else False,
        )
        for number, name in enumerate(table.columns)
    ) if table else ()  # fmt: skip
    steps = {"uploaded": "map", "checked": "map", "queued": "run", "running": "run"}
    look = look_of(scope, context)
    state = found.state_at(look.now) if found else ""
    return ImportPage(
        base=f"{scope.base_path}/{model.key}", csrf=scope.csrf, plural=model.plural.in_(language),
        step=steps.get(state, "done") if found else "upload", batch=found.id if found else "",
        file=found.file_name if found else "", rows=report.rows if report else len(list(table.lines())) if table else 0,
        columns=columns, fields=tuple(FieldChoice(f.key, f.label.in_(language)) for f in importable(model)),
        match=plan.match if plan else (), existing=plan.existing if plan else "update", report=report,
        unknown=tuple(
            UnknownValue(
                f"v.{one['field']}.{one['value']}", model.fields[one["field"]].label.in_(language), one["value"], one["count"],
                one["guess"], tuple(one["options"]), _is_link(model, one["field"]),
            )
            for one in (report.unknown if report else [])[:40]
        ),
        problem=problem, job=jobs.status(scope.workspace, found.job) if found and found.job else None,
        counts=dict(found.counts) if found and found.counts else {}, state=state,
        past=tuple(
            Past(
                f"{scope.base_path}/{model.key}/import/{one.id}", one.file_name,
                dates.relative(one.created_at, look.now, look.zone, language), one.state_at(look.now),
                int(one.counts.get("new", 0)) if one.counts else 0, int(one.counts.get("update", 0)) if one.counts else 0,
            )
            for one in batches.recent(context.connection, model.key, 10)
        ) if found is None else (),
    )  # fmt: skip


def _is_link(model: EntityModel, key: str | None) -> bool:
    return (
        key is not None
        and key in model.fields
        and model.fields[key].value_type.name == "ref"
        and key not in ("owner", "department")
    )


def _words(wrong: ProblemsFound, language: str) -> str:
    return " ".join(p.message.in_(language) + (f" {p.fix.in_(language)}" if p.fix else "") for p in wrong.problems[:3])
