"""Flat conditions: rows of field, operator, value as a builder or a filter chip shows them, to text and back.

Anything deeper than AND or OR over simple comparisons has no rows and stays text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from . import tree
from .checking.check import Checked
from .parser import parse
from .problems import ExpressionError
from .source import normalise_source

Operator = Literal[
    "=", "<>", "<", "<=", ">", ">=", "in", "not in", "contains", "not contains", "blank", "not blank", "true", "false"
]


@dataclass(frozen=True, slots=True)
class Formula:
    """A value that is worked out and names no field, as text: `$user`, `TODAY() - 7`."""

    text: str


@dataclass(frozen=True, slots=True)
class FilterRow:
    """One comparison. `field` is a dotted path; `value` a number, text, yes/no, a Formula, or a tuple of them for `in`."""

    field: str
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class FlatConditions:
    """Rows that must all hold (`AND`) or of which one must (`OR`)."""

    join: Literal["AND", "OR"]
    rows: tuple[FilterRow, ...]


def flat_conditions(condition: Checked | str) -> FlatConditions | None:
    """The rows of a condition; None when it is not a flat AND or OR of simple comparisons."""
    text = condition if isinstance(condition, str) else condition.source
    try:
        node = _open(parse(text))
    except ExpressionError:
        return None
    join: Literal["AND", "OR"] = "OR" if isinstance(node, tree.Binary) and node.operator == "OR" else "AND"
    rows = [_row(one, text) for one in _split(node, join)]
    return None if None in rows else FlatConditions(join, tuple(row for row in rows if row is not None))


def conditions_text(conditions: FlatConditions) -> str:
    """The text of rows; empty text for none."""
    return f" {conditions.join} ".join(row_text(row) for row in conditions.rows)


def row_text(row: FilterRow) -> str:
    """The text of one row."""
    match row.operator:
        case "in" | "not in":
            sign = "IN" if row.operator == "in" else "NOT IN"
            return f"{row.field} {sign} ({', '.join(_written(one) for one in row.value)})"
        case "contains":
            return f"CONTAINS({row.field}, {_written(row.value)})"
        case "not contains":
            return f"NOT CONTAINS({row.field}, {_written(row.value)})"
        case "blank":
            return f"ISBLANK({row.field})"
        case "not blank":
            return f"NOT ISBLANK({row.field})"
        case "true":
            return row.field
        case "false":
            return f"NOT {row.field}"
        case sign:
            return f"{row.field} {sign} {_written(row.value)}"


def _written(value: Any) -> str:
    match value:
        case Formula(text=text):
            return text
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal() | int():
            return format(value, "f") if isinstance(value, Decimal) else str(value)
        case datetime() | date():
            return f'"{value.isoformat()}"'
        case None:
            return "BLANK()"
        case _:
            return '"' + str(value).replace('"', '""') + '"'


def _open(node: tree.Node) -> tree.Node:
    while isinstance(node, tree.Group):
        node = node.inner
    return node


def _split(node: tree.Node, join: str) -> list[tree.Node]:
    node = _open(node)
    if isinstance(node, tree.Binary) and node.operator == join:
        return [*_split(node.left, join), *_split(node.right, join)]
    return [node]


def _row(node: tree.Node, text: str) -> FilterRow | None:
    negated = isinstance(node, tree.Unary) and node.operator == "NOT"
    inner = _open(node.operand) if isinstance(node, tree.Unary) and negated else node
    if (path := _path(inner)) is not None:
        return FilterRow(path, "false" if negated else "true")
    if isinstance(inner, tree.Call):
        return _call_row(inner, negated, text)
    if negated:
        return None
    if isinstance(node, tree.InList):
        return _in_row(node, text)
    if isinstance(node, tree.Binary) and node.operator in ("=", "<>", "<", "<=", ">", ">="):
        field, value = _path(node.left), _value(node.right, text)
        return None if field is None or value is _NONE else FilterRow(field, node.operator, value)
    return None


def _call_row(call: tree.Call, negated: bool, text: str) -> FilterRow | None:
    field = _path(call.arguments[0]) if call.arguments else None
    if field is None:
        return None
    match call.name.upper(), len(call.arguments):
        case "ISBLANK", 1:
            return FilterRow(field, "not blank" if negated else "blank")
        case "CONTAINS", 2:
            value = _value(call.arguments[1], text)
            return None if value is _NONE else FilterRow(field, "not contains" if negated else "contains", value)
        case _:
            return None


def _in_row(node: tree.InList, text: str) -> FilterRow | None:
    field = _path(node.subject)
    values = tuple(_value(one, text) for one in node.items)
    if field is None or any(value is _NONE for value in values):
        return None
    return FilterRow(field, "not in" if node.negated else "in", values)


def _path(node: tree.Node) -> str | None:
    """The dotted path of a name over links; None for anything else."""
    steps: list[str] = []
    while isinstance(node, tree.Member):
        steps.append(node.name)
        node = node.base
    if not isinstance(node, tree.Name):
        return None
    return ".".join([node.name, *reversed(steps)])


_NONE = object()


def _value(node: tree.Node, text: str) -> Any:
    """A literal, or a Formula that names no field; `_NONE` when it names one."""
    match _open(node):
        case tree.Number(value=value) | tree.String(value=value) | tree.Boolean(value=value):
            return value
        case tree.Unary(operator="-", operand=tree.Number(value=value)):
            return -value
        case other:
            if any(isinstance(one, tree.Name | tree.Filter) for one, _ in tree.walk(other)):
                return _NONE
            return Formula(normalise_source(text)[other.start : other.end])
