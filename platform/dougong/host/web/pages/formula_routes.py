"""Addresses of the formula editor's questions: is it right, what may stand here. JSON both ways, for who may design."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from dougong.expressions import Schema
from dougong.expressions.source import LIMIT
from dougong.host.studio.formulas import check_formula, complete_formula
from dougong.host.web.errors import Refused
from dougong.metamodel.model import Model
from dougong.metamodel.value_type import ValueType

from .admin.shell import Administering

router = APIRouter(prefix="/studio/formula", include_in_schema=False)
_EXPECTED = ("number", "money", "percent", "text", "bool", "date", "datetime", "duration")


class _Asked(BaseModel):
    """`expected`: the type it must give, with `scale` digits for numbers; `blanks` as of a computed field."""

    model_config = ConfigDict(extra="forbid")

    entity: str
    text: str = Field(max_length=LIMIT)
    position: int = Field(0, ge=0)
    expected: str = ""
    scale: int = Field(2, ge=0, le=6)
    blanks: str = "zero"


Asked = Annotated[_Asked, Body()]


@router.post("/check")
def check(scope: Administering, asked: Asked) -> Response:
    """The formula's type, problems, fields, places and its value for five records."""
    with scope.workspace.reading(scope.viewer) as context:
        schema = _schema(context.store.model, asked)
        return _answer(check_formula(context, schema, asked.text, _expected(asked), scope.language))


@router.post("/complete")
def complete(scope: Administering, asked: Asked) -> Response:
    """What may stand at `position` (code points), and the call around it."""
    model = scope.workspace.store.model
    return _answer(complete_formula(_schema(model, asked), asked.text, asked.position, scope.language))


def _schema(model: Model, asked: _Asked) -> Schema:
    if asked.entity not in model.entities:
        raise Refused(404)
    return Schema(model, asked.entity, blanks="blank" if asked.blanks == "blank" else "zero")


def _expected(asked: _Asked) -> ValueType | None:
    if asked.expected not in _EXPECTED:
        return None
    return ValueType(asked.expected, scale=asked.scale if asked.expected in _EXPECTED[:3] else 0)  # type: ignore[arg-type]


def _answer(content: dict[str, Any]) -> Response:
    body = orjson.dumps(content, default=str)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
