"""Making one record of several: which stays, and for every field that differs whose value it takes."""

from dataclasses import dataclass
from typing import Annotated

import fastapi
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.pages import door
from dougong.host.web.pages.controls import plain_text
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.sameness import same
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.records.merge import merge
from dougong.records.values import Query, Row

from .quality import listed
from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin/quality/{entity}/merge", include_in_schema=False)
_MOST = 8
Values = Annotated[tuple[str, ...], fastapi.Query()]
"""One for each of the fields named."""


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with its value in words for each candidate; `first` is the place of the first that is filled."""

    key: str
    label: str
    values: tuple[str, ...]

    @property
    def first(self) -> int:
        return next((at for at, words in enumerate(self.values) if words), 0)


@dataclass(frozen=True, slots=True)
class MergePage:
    """What templates/admin/merge.html shows."""

    base: str
    csrf: str
    action: str
    plural: str
    candidates: tuple[Candidate, ...]
    differences: tuple[Difference, ...]
    problem: str


@router.get("")
def merge_page(scope: Administering, entity: str, field: str = "", value: Values = ()) -> Response:
    """At most eight records at a time, the oldest first."""
    return _page(scope, entity, field, value)


def _page(
    scope: Administering, key: str, field: str, value: tuple[str, ...], problem: str = "", status: int = 200
) -> Response:
    reader = look(scope)
    with scope.workspace.reading(scope.viewer) as context:
        entity = next((one for one in listed(context.store.model) if one.key == key), None)
        words = same(entity, tuple(field.split(",")), value) if entity else None
        if entity is None or words is None:
            raise Refused(404)
        fields = _fields(entity)
        rows = door.find(
            context, Query(key, (*fields, "created_at", "owner"), words, sort=("created_at",), limit=_MOST)
        ).rows
    title = entity.definition.title
    candidates = tuple(Candidate(str(row["id"]), str(row.get(title) or "—"), _about(row, reader)) for row in rows)
    differences = tuple(
        Difference(
            one, entity.fields[one].label.in_(scope.language), tuple(_words(entity, one, row, reader) for row in rows)
        )
        for one in fields
        if len({repr(row.get(one)) for row in rows}) > 1
    )
    here = f"{scope.base_path}/admin/quality"
    content = MergePage(
        here, scope.csrf, scope.request.url.path + f"?{scope.request.url.query}", entity.plural.in_(scope.language), candidates,
        differences, problem,
    )  # fmt: skip
    return draw_page(scope, "quality", "admin/merge.html", content, text("合并", "Merge"), status)


def _fields(entity: EntityModel) -> tuple[str, ...]:
    """What a record holds itself and somebody may set."""
    return tuple(
        one.key
        for one in entity.fields.values()
        if one.storage is not None
        and one.formula is None
        and not one.field.read_only
        and (not one.system or one.key == "owner")
    )


def _about(row: Row, reader: Look) -> str:
    """Whose it is and since when."""
    owner = str(row.get("owner.$title") or "")
    made = dates.relative(row["created_at"], reader.now, reader.zone, reader.language)
    return f"{owner} · {made}" if owner else made


def _words(entity: EntityModel, key: str, row: Row, reader: Look) -> str:
    value = row.get(key)
    return plain_text(entity.fields[key], value, row, reader) if value not in (None, "", []) else ""


@router.post("")
async def merge_them(
    request: Request, scope: Administering, entity: str, field: str = "", value: Values = ()
) -> Response:
    """The others go to the recycle bin; everything that pointed to them points to the one that stays."""
    from starlette.concurrency import run_in_threadpool

    form = await request.form()
    return await run_in_threadpool(_merge, scope, entity, field, value, form)


def _merge(scope: Administering, entity: str, field: str, value: tuple[str, ...], form: FormData) -> Response:
    keep, chosen = str(form.get("keep") or ""), [str(one) for one in form.getlist("record")]
    others = [one for one in chosen if one != keep]
    if keep not in chosen or not others:
        words = text("请至少勾选两条，并选择保留哪条", "Tick at least two and choose which stays")
        return _page(scope, entity, field, value, words.in_(scope.language), 422)
    choice = {
        key.removeprefix("field."): str(one)
        for key, one in form.items()
        if key.startswith("field.") and str(one) in chosen
    }
    try:
        with scope.workspace.writing(scope.viewer) as context:
            written = merge(context, entity, keep, others, choice)
            if not written.written:
                raise ProblemsFound(written.problems)
    except ProblemsFound as refused:
        return _page(scope, entity, field, value, refused.problems[0].message.in_(scope.language), 422)
    return RedirectResponse(f"{scope.base_path}/{entity}/{keep}", 303)
