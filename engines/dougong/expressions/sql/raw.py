"""Raw values: how a typed value stands inside an SQL expression, before a column type gives it its canonical form.

On SQLite numbers are integers scaled by their static type, instants microseconds, days ISO text, yes/no 0 and 1.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    String,
    Uuid,
    cast,
    literal,
    null,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import BindParameter, Grouping
from sqlalchemy.types import TypeEngine

from dougong.metamodel.value_type import ValueType

from ..arithmetic import half_up
from .target import Target
from .types import DateText, Id, Instant, JsonList, ScaledDecimal, Text, to_micros

_POSTGRES: dict[str, TypeEngine[Any]] = {
    "number": Numeric(), "money": Numeric(), "percent": Numeric(), "duration": Numeric(), "text": String(),
    "choice": String(), "bool": Boolean(), "date": Date(), "datetime": DateTime(timezone=True),
    "ref": Uuid(as_uuid=False), "multichoice": JSONB(), "list": JSONB(), "json": JSONB(), "blank": String(),
}  # fmt: skip
_SQLITE: dict[str, TypeEngine[Any]] = {
    "number": Integer(), "money": Integer(), "percent": Integer(), "duration": Integer(), "text": String(),
    "choice": String(), "bool": Integer(), "date": String(), "datetime": Integer(), "ref": String(),
    "multichoice": String(), "list": String(), "json": String(), "blank": String(),
}  # fmt: skip


def raw_type(target: Target, value_type: ValueType) -> TypeEngine[Any]:
    """The SQL type of a raw value."""
    return (_SQLITE if target.name == "sqlite" else _POSTGRES)[value_type.name]


def raw(target: Target, column: ColumnElement[Any], value_type: ValueType) -> ColumnElement[Any]:
    """A column as a raw value; nothing is rendered, so that indexes serve."""
    return type_coerce(column, raw_type(target, value_type))


def constant(target: Target, value: Any, value_type: ValueType) -> ColumnElement[Any]:
    """A bound parameter holding a canonical value."""
    if value is None and target.name != "sqlite":
        return cast(null(), raw_type(target, value_type))
    if value is not None and target.name == "sqlite":
        value = for_sqlite(value, value_type)
    elif isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    elif value_type.name == "ref" and isinstance(value, dict):
        value = value["id"]
    return literal(value, raw_type(target, value_type))


def for_sqlite(value: Any, value_type: ValueType) -> Any:
    match value:
        case bool():
            return int(value)
        case Decimal() | int():
            return int(half_up(Decimal(value), value_type.scale).scaleb(value_type.scale))
        case datetime():
            return to_micros(value.astimezone(UTC))
        case date():
            return value.isoformat()
        case {"id": identity}:
            return identity
        case _:
            return value


def canonical(expression: ColumnElement[Any], value_type: ValueType) -> ColumnElement[Any]:
    """An expression that comes back as a canonical value when it is selected.

    A bare parameter is put in parentheses first, else its value would be converted a second time.
    """
    if isinstance(expression, BindParameter):
        expression = Grouping(expression)
    kinds: dict[str, TypeEngine[Any]] = {
        "text": Text(), "choice": Text(), "bool": Boolean(), "date": DateText(), "datetime": Instant(), "ref": Id(),
        "multichoice": JsonList(), "list": JsonList(), "json": JsonList(), "blank": Text(),
    }  # fmt: skip
    return type_coerce(expression, kinds.get(value_type.name) or ScaledDecimal(value_type.scale))
