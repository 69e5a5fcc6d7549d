"""Any JSON, for integrators."""

import json
from typing import Any, Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import refuse_unprintable


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
    _refuse_unstorable(found)
    if size > 65_536:
        raise ValueProblem("too_long", "JSON 不能超过 64 KB", "JSON must stay below 64 KB")
    return found


def _refuse_unstorable(value: Any) -> None:
    """What a database or another program could not take: damaged text, integers beyond 64 bits, keys that are no text."""
    if isinstance(value, str):
        refuse_unprintable(value)
    elif isinstance(value, int) and abs(value) >= 2**63:
        raise ValueProblem("number_range", "整数太大", "The integer is too large")
    elif isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise ValueProblem("json", "不是有效的 JSON", "This is not valid JSON")
            refuse_unprintable(key)
            _refuse_unstorable(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_unstorable(part)


FIELD_TYPE = FieldType(
    config=JsonField,
    icon="braces",
    widget="json",
    storage=lambda field: Storage(Kind.JSON),
    value_type=lambda field: ValueType("json"),
    normalise=_normalise,
)
