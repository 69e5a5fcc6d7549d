"""Addresses of the formula editor's questions: is it right, what may stand here. JSON both ways, over the draft's definitions."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from dougong.expressions import Schema
from dougong.expressions.editor import INTERNAL
from dougong.expressions.functions import FUNCTIONS
from dougong.expressions.source import LIMIT
from dougong.host.studio.formulas import check_formula, complete_formula
from dougong.host.web.errors import Refused
from dougong.host.web.pages.render import fragment
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.value_type import ValueType

from .formula_names import families
from .shell import Designing
from .sketch import model_of, read_sketch

router = APIRouter(prefix="/studio/formula", include_in_schema=False)
_EXPECTED = ("number", "money", "percent", "text", "bool", "date", "datetime", "duration")


class Over(BaseModel):
    """What a formula is over: records of `entity`."""

    model_config = ConfigDict(extra="forbid")

    entity: str
    text: str = Field("", max_length=LIMIT)


class _Asked(Over):
    """`expected`: the type it must give, with `scale` digits for numbers; `blanks` as of a computed field."""

    position: int = Field(0, ge=0)
    expected: str = ""
    scale: int = Field(2, ge=0, le=6)
    blanks: str = "zero"


Asked = Annotated[_Asked, Body()]


@router.post("/check")
def check(scope: Designing, asked: Asked) -> Response:
    """The formula's type, problems, fields, places and its value for five records in force."""
    schema = _schema(drafted(scope), asked)
    with scope.workspace.reading(scope.viewer) as context:
        return answer(check_formula(context, schema, asked.text, _expected(asked), scope.language))


@router.post("/complete")
def complete(scope: Designing, asked: Asked) -> Response:
    """What may stand at `position` (code points), and the call around it."""
    schema = _schema(drafted(scope), asked)
    return answer(complete_formula(schema, asked.text, asked.position, scope.language))


@router.post("/names")
def names(scope: Designing, asked: Annotated[Over, Body()]) -> Response:
    """The fields a formula may name, by object, and the functions: what stands beside the editor."""
    model = drafted(scope)
    if asked.entity not in model.entities:
        raise Refused(404)
    offered = families(model, model.entities[asked.entity], scope.language)
    functions = [
        (one.name, one.words, one.doc.in_(scope.language)) for one in FUNCTIONS.values() if one.name not in INTERNAL
    ]
    return fragment(scope, "studio/formula_names.html", families=offered, functions=functions)


def drafted(scope: Scope) -> Model:
    """The definitions as the draft has them; those in force while the draft cannot be read."""
    with scope.workspace.engine.connect() as connection:
        found = read_sketch(scope, connection).draft
    return model_of(scope, found) or scope.workspace.store.model


def _schema(model: Model, asked: _Asked) -> Schema:
    if asked.entity not in model.entities:
        raise Refused(404)
    return Schema(model, asked.entity, blanks="blank" if asked.blanks == "blank" else "zero")


def _expected(asked: _Asked) -> ValueType | None:
    if asked.expected not in _EXPECTED:
        return None
    return ValueType(asked.expected, scale=asked.scale if asked.expected in _EXPECTED[:3] else 0)  # type: ignore[arg-type]


def answer(content: dict[str, Any]) -> Response:
    body = orjson.dumps(content, default=str)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
