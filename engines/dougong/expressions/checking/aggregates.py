"""Figures over related rows: SUM(lines.amount), COUNT(lines[open]), ANY(lines, amount > 3)."""

from dougong.metamodel.value_type import ValueType

from .. import tree
from ..core import Aggregate, Constant, Core
from ..functions.kind import Function, Over
from ..types import BOOL, MAX_SCALE, TEXT, is_number, number, words
from . import operators
from .scope import MAX_AGGREGATES, Many, Scope, refuse

_ORDERED = frozenset({"number", "money", "percent", "duration", "date", "datetime"})


def aggregate(scope: Scope, call: tree.Call, function: Function, over: Over) -> Core | None:
    """The figure; None when the first argument is not many rows and the function has a scalar form."""
    from .check import check_node

    first = check_node(scope, call.arguments[0]) if call.arguments and _may_be_many(call.arguments[0]) else None
    if not isinstance(first, Many):
        if over.scalar is not None:
            return None
        zh = f"{function.name} 需要多条记录，例如 {function.name}(明细.金额)"
        en = f"{function.name} takes many records, for example {function.name}(lines.amount)"
        raise refuse("not_many", zh, en, call.start, call.end)
    scope.findings.aggregates += 1
    if scope.findings.aggregates > MAX_AGGREGATES:
        zh, en = f"最多 {MAX_AGGREGATES} 个汇总", f"At most {MAX_AGGREGATES} aggregates are allowed"
        raise refuse("too_many_aggregates", zh, en, call.start, call.end)
    return _build(scope, call, function, over, first)


def _may_be_many(node: tree.Node) -> bool:
    """Whether the node is worth resolving as rows; anything else would be checked twice at every level of nesting."""
    return isinstance(node, tree.Name | tree.Member | tree.Filter | tree.Group)


def _build(scope: Scope, call: tree.Call, function: Function, over: Over, rows: Many) -> Core:
    from .check import check_value

    rest = list(call.arguments[1:])
    value, order, separator = rows.value, None, ", "
    there = scope.of(rows.entity)
    if function.name == "JOIN":
        if rest:
            given = check_value(scope, rest.pop(0))
            if not isinstance(given, Constant) or not isinstance(given.value, str):
                raise refuse(
                    "argument",
                    "JOIN 的分隔符需要写成文字",
                    "JOIN: the separator is written as text",
                    given.start,
                    given.end,
                )
            separator = given.value
    elif function.name in ("FIRST", "LAST"):
        if rest:
            order = check_value(there, rest.pop(0))
    elif rest and value is None:
        value = check_value(there, rest.pop(0))
    if rest:
        zh, en = f"{function.name} 的参数太多", f"{function.name} has too many arguments"
        raise refuse("arguments", zh, en, call.start, call.end)
    value = _value(function, over, rows, value)
    result, nullable = _result(function.name, value)
    return Aggregate(
        result, nullable, call.start, call.end, function.name, rows.relation, rows.where, value, order,
        separator if function.name == "JOIN" else "",
    )  # fmt: skip


def _value(function: Function, over: Over, rows: Many, value: Core | None) -> Core | None:
    if value is None:
        if over.value in ("none", "bool") and function.name != "ALL":
            return None
        zh = f"{function.name} 要写明字段，例如 {function.name}({rows.written}.金额)"
        en = f"{function.name} needs a field, for example {function.name}({rows.written}.amount)"
        raise refuse("no_value", zh, en, rows.start, rows.end)
    if over.value == "bool":
        return operators.condition(value)
    fits = {
        "number": is_number(value.type) or value.type.name == "duration",
        "ordered": value.type.name in _ORDERED,
        "text": value.type.name in ("text", "choice"),
        "any": value.type.name not in ("multichoice", "list", "json", "blank"),
        "none": value.type.name not in ("multichoice", "list", "json", "blank"),
    }[over.value]
    if not fits:
        have = words(value.type)
        zh, en = f"{function.name} 不能汇总{have.zh}", f"{function.name} does not work over {have.en}"
        raise refuse("argument_type", zh, en, value.start, value.end)
    return value


def _result(name: str, value: Core | None) -> tuple[ValueType, bool]:
    match name:
        case "COUNT":
            return number(0), False
        case "ANY" | "ALL":
            return BOOL, False
        case "JOIN":
            return TEXT, False
        case "AVERAGE":
            assert value is not None
            return ValueType(value.type.name, scale=MAX_SCALE), True
        case _:
            assert value is not None
            return value.type, value.type.name not in ("text", "choice", "bool")
