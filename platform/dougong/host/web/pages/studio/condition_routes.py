"""Addresses of the condition builder: a text as rows, one row anew, more values for a row, rows as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from dougong.expressions import Group, groups_text
from dougong.expressions.problems import ExpressionError
from dougong.host.web.errors import Refused
from dougong.host.web.pages.conditions import Condition, filterable, operators_of
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.scope import Scope
from dougong.metamodel.model import FieldModel

from .condition_rows import Asking, Rows, choices_of, field_at, row_of, rows_of, written
from .formula_names import Family, families
from .formula_routes import Over, answer, drafted
from .shell import Designing

router = APIRouter(prefix="/studio/formula", include_in_schema=False)
_MOST = 200


class _Row(BaseModel):
    """One row as the builder holds it: `text` where it says more than field, operator and value."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field("", max_length=10_000)
    path: str = Field("", max_length=300)
    operator: str = Field("", max_length=20)
    values: tuple[str, ...] = Field((), max_length=_MOST)
    formula: bool = False


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid")

    join: str = Field(pattern="^(AND|OR)$")
    parts: "tuple[_Group | _Row, ...]" = Field((), max_length=_MOST)


class _One(Over):
    row: _Row


class _Values(_One):
    find: str = Field("", max_length=120)


class _Whole(Over):
    group: _Group


@dataclass(frozen=True, slots=True)
class Builder:
    """What templates/studio/condition.html draws; `why` says why a formula shows it better, `locked` that it has no rows."""

    rows: Rows | None
    why: str
    families: tuple[Family, ...]


@router.post("/rows")
def show_rows(scope: Designing, asked: Annotated[Over, Body()]) -> Response:
    """The condition as rows, and every field a row may be about."""
    with _asking(scope, asked) as asking:
        rows, why = rows_of(asking, asked.text)
        offered = families(asking.model, asking.entity, scope.language, filterable)
        builder = Builder(rows, why.in_(scope.language) if why else "", offered)
        return fragment(scope, "studio/condition.html", builder=builder)


@router.post("/row")
def show_row(scope: Designing, asked: Annotated[_One, Body()]) -> Response:
    """One row after its field, operator or kind of value was changed; 404 where there is no such field."""
    given = asked.row
    with _asking(scope, asked) as asking:
        field = field_at(asking, given.path)
        if field is None:
            raise Refused(404)
        row = row_of(asking, _condition(given)) or row_of(asking, _usual(field, given.path))
        return fragment(scope, "studio/condition_row.html", row=row)


@router.post("/values")
def find_values(scope: Designing, asked: Annotated[_Values, Body()]) -> Response:
    """Records for the value of a row, found by words; what is ticked stands among them."""
    with _asking(scope, asked) as asking:
        field = field_at(asking, asked.row.path)
        if field is None:
            raise Refused(404)
        found = _Options(choices_of(asking, field, asked.row.values, asked.find))
        return fragment(scope, "parts/filter_options.html", editor=found)


@router.post("/written")
def write_rows(scope: Designing, asked: Annotated[_Whole, Body()]) -> Response:
    """The text of rows, and how many of them lack a value and are left out."""
    left: list[_Row] = []
    with _asking(scope, asked) as asking:
        try:
            source = groups_text(_read(asking, asked.group, left))
        except ExpressionError as error:
            return answer({"text": None, "unfinished": len(left), "problems": _said(error, scope.language)})
    return answer({"text": source, "unfinished": len(left), "problems": []})


@dataclass(frozen=True, slots=True)
class _Options:
    options: tuple[object, ...]


def _read(asking: Asking, group: _Group, left: list[_Row]) -> Group:
    parts: list[Group | str] = []
    for one in group.parts:
        if isinstance(one, _Group):
            parts.append(_read(asking, one, left))
            continue
        source = one.text.strip() or written(asking, _condition(one))
        if source:
            parts.append(source)
        else:
            left.append(one)
    return Group("OR" if group.join == "OR" else "AND", tuple(parts))


def _condition(row: _Row) -> Condition:
    return Condition(row.path, row.operator, row.values, row.formula)


def _usual(field: FieldModel, path: str) -> Condition:
    return Condition(path, operators_of(field)[0].key)


def _said(error: ExpressionError, language: str) -> list[str]:
    return [one.message.in_(language) for one in error.problems]


@contextmanager
def _asking(scope: Scope, over: Over) -> Iterator[Asking]:
    model = drafted(scope)
    if over.entity not in model.entities:
        raise Refused(404)
    with scope.workspace.reading(scope.viewer) as context:
        look = look_of(scope, context)
        yield Asking(model, model.entities[over.entity], context, look)
