"""Order of a list and the cursor that continues it: blanks before everything, the id as tie-breaker.

Choices follow the order of their options, text its code points: pinyin would need a collation that few servers have.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, false, literal, null, or_

from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

from ..blanks import in_order
from .joins import unhelped
from .paths import refused


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of an order; `nullable` False lets an index without blanks serve."""

    value: ColumnElement[Any]
    descending: bool
    nullable: bool

    @property
    def clause(self) -> ColumnElement[Any]:
        return in_order(self.value, self.descending, self.nullable)

    @property
    def gathered(self) -> ColumnElement[Any]:
        """The same order, for rows that are all read before they are sorted: SQLite follows no index of it."""
        return in_order(unhelped(self.value), self.descending, self.nullable)


def ranked(value: ColumnElement[Any], field: FieldModel) -> ColumnElement[Any]:
    """What a field is ordered by: a choice by the place of its option (what is no option any more comes last)."""
    options = field.value_type.options or ()
    if field.value_type.name != "choice" or list(options) == sorted(options):
        return value
    places = {key: literal(n, Integer()) for n, key in enumerate(options)}
    last = literal(len(options), Integer())
    return case((value.is_(None), null()), else_=case(places, value=value, else_=last))


def after(keys: Sequence[SortKey], values: Sequence[Any]) -> ColumnElement[bool]:
    """The rows behind the row with these values; parameters are `after_0`, `after_1` ..."""
    alternatives = []
    equal: list[ColumnElement[bool]] = []
    for n, (key, value) in enumerate(zip(keys, values, strict=True)):
        bound = bindparam(f"after_{n}", value, type_=key.value.type)
        alternatives.append(and_(*equal, _behind(key, value, bound)))
        equal.append(key.value.is_(None) if value is None else key.value == bound)
    found = or_(*alternatives)
    first = keys[0]
    if values[0] is not None and (not first.nullable or not first.descending):
        # The same said once more in a form that an index can begin its range at.
        bound = bindparam("after_0", values[0], type_=first.value.type)
        return and_(first.value <= bound if first.descending else first.value >= bound, found)
    return found


def _behind(key: SortKey, value: Any, bound: Any) -> ColumnElement[bool]:
    if value is None:
        return false() if key.descending else key.value.is_not(None)
    found: ColumnElement[bool] = key.value < bound if key.descending else key.value > bound
    return or_(found, key.value.is_(None)) if key.descending and key.nullable else found


def write_cursor(order: str, values: Sequence[Any]) -> str:
    """An opaque text: the sort values of the last row, and a mark of the order they belong to."""
    body = json.dumps([_mark(order), [_tagged(value) for value in values]], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def cursor_behind(entity: str, sort: Sequence[str], row: Mapping[str, Any]) -> str:
    """The cursor that continues a list behind one of its rows, which hold what it is sorted by."""
    return write_cursor(f"{entity} {' '.join(sort)}", [row.get(key.lstrip("-")) for key in (*sort, "id")])


def read_cursor(order: str, cursor: str, size: int) -> list[Any]:
    """The values of a cursor; ProblemsFound when it was not made for this order."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        mark, values = json.loads(raw)
        if mark != _mark(order) or len(values) != size:
            raise _unusable()
        return [_plain(value) for value in values]
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, binascii.Error) as error:
        raise _unusable() from error


def _unusable() -> ProblemsFound:
    words = text(
        "翻页位置与当前排序不符，请从第一页开始", "The cursor does not fit this order; begin with the first page"
    )
    return refused("query.cursor", "cursor", words)


def _mark(order: str) -> str:
    return sha256(order.encode()).hexdigest()[:8]


def _tagged(value: Any) -> Any:
    match value:
        case Decimal():
            return {"n": str(value)}
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case _:
            return value


def _plain(value: Any) -> Any:
    match value:
        case {"n": str(written)}:
            return Decimal(written)
        case {"t": str(written)}:
            return datetime.fromisoformat(written)
        case {"d": str(written)}:
            return date.fromisoformat(written)
        case None | str() | int() | bool():
            return value
        case _:
            raise ValueError
