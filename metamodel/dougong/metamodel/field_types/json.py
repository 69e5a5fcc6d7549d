"""Any JSON, for integrators."""

import json
from typing import Any, Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType


class JsonField(Field):
    type: Literal["json"]


def _normalise(field: JsonField, raw: object) -> Any:
    if raw is None or raw == "":
        return None
    try:
        found = json.loads(raw) if isinstance(raw, str) else raw
        size = len(json.dumps(found, allow_nan=False, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        raise ValueProblem("json", "不是有效的 JSON", "This is not valid JSON") from None
    if size > 65_536:
        raise ValueProblem("too_long", "JSON 不能超过 64 KB", "JSON must stay below 64 KB")
    return found


FIELD_TYPE = FieldType(
    config=JsonField,
    icon="braces",
    widget="json",
    storage=lambda field: Storage(Kind.JSON),
    value_type=lambda field: ValueType("json"),
    normalise=_normalise,
)
