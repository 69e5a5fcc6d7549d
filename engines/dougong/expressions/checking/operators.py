"""Operators: which types they take, what they give, and how blanks count."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from dougong.metamodel.value_type import ValueType

from ..core import Constant, Core, FieldRead, VariableRead
from ..problems import FormulaProblem
from ..problems import warning as warn
from ..types import BOOL, DATE, DURATION, MAX_SCALE, TEXT, common, is_number, is_text, number, number_of, words
from .coerce import as_text, constant, operation, to_type
from .scope import refuse

COMPARISONS = {"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
ORDERED = frozenset({"number", "money", "percent", "text", "date", "datetime", "duration"})


def _span(left: Core, right: Core) -> Core:
    """A node that covers both sides, as the place of what is made of them."""
    return replace(left, start=left.start, end=max(left.end, right.end))


def _clash(operator: str, left: Core, right: Core, hint: tuple[str, str] = ("", "")) -> Exception:
    a, b = words(left.type), words(right.type)
    zh = f"{a.zh}与{b.zh}之间不能用“{operator}”。{hint[0]}"
    en = f'"{operator}" does not work between {a.en} and {b.en}.{" " + hint[1] if hint[1] else ""}'
    at = _span(left, right)
    return refuse("operands", zh, en, at.start, at.end)


def arithmetic(operator: Literal["+", "-", "*", "/"], left: Core, right: Core) -> Core:
    """`+ - * /` over numbers, dates, instants and durations; text operands of `+` are joined."""
    at = _span(left, right)
    if left.type.name == "blank":
        left = constant(None, right.type, left)
    if right.type.name == "blank":
        right = constant(None, left.type, right)
    a, b = left.type, right.type
    if is_number(a) and is_number(b):
        return operation(*_number_operation(operator, a, b), True, at, left, right)
    if operator == "+" and is_text(a) and is_text(b):
        return concat(left, right)
    if found := _time(operator, left, right, at):
        return found
    if operator in "+-" and a.name == "datetime" and is_number(b):
        raise _clash(
            operator, left, right, (f"请写 {operator} HOURS(n) 或 DAYS(n)", f"Write {operator} HOURS(n) or DAYS(n)")
        )
    if operator == "-" and {a.name, b.name} == {"date", "datetime"}:
        raise _clash(operator, left, right, ("请用 DATE(...) 换成日期", "Turn the time into a date with DATE(...)"))
    if operator == "+" and (is_text(a) or is_text(b)):
        raise _clash(operator, left, right, ("连接文字请用 &", "Join text with &"))
    raise _clash(operator, left, right)


def _number_operation(operator: str, a: ValueType, b: ValueType) -> tuple[str, ValueType]:
    match operator:
        case "+" | "-":
            name = "add" if operator == "+" else "sub"
            return name, common(a, b) or number_of(a, b, max(a.scale, b.scale))
        case "*":
            kind = number_of(a, b, a.scale + b.scale)
            return "mul", kind
        case _:
            money = a.name == "money" and b.name != "money"
            return "div", replace(number(MAX_SCALE), name="money" if money else "number")


def _time(operator: str, left: Core, right: Core, at: Core) -> Core | None:
    match left.type.name, operator, right.type.name:
        case "date", "-", "date":
            return operation("days_between", number(0), True, at, left, right)
        case "date", "+" | "-", "number":
            days = right if operator == "+" else negate(right)
            return operation("add_days", DATE, True, at, left, days)
        case "number", "+", "date":
            return operation("add_days", DATE, True, at, right, left)
        case "datetime", "-", "datetime":
            return operation("since", DURATION, True, at, left, right)
        case "datetime", "+" | "-", "duration":
            span = right if operator == "+" else negate(right)
            return operation("add_duration", left.type, True, at, left, span)
        case "duration", "+", "datetime":
            return operation("add_duration", right.type, True, at, right, left)
        case "duration", "+" | "-", "duration":
            wide = replace(left.type, scale=max(left.type.scale, right.type.scale))
            return operation("add" if operator == "+" else "sub", wide, True, at, left, right)
        case "duration", "*", ("number" | "percent"):
            return operation("mul", _scaled(left, right), True, at, left, right)
        case (("number" | "percent"), "*", "duration"):
            return operation("mul", _scaled(right, left), True, at, left, right)
        case "duration", "/", ("number" | "percent"):
            return operation("div", DURATION, True, at, left, right)
        case "duration", "/", "duration":
            return operation("div", number(MAX_SCALE), True, at, left, right)
        case _:
            return None


def _scaled(span: Core, factor: Core) -> ValueType:
    return replace(span.type, scale=min(MAX_SCALE, span.type.scale + factor.type.scale))


def negate(node: Core) -> Core:
    """Unary minus; blank stays blank."""
    if isinstance(node, Constant) and isinstance(node.value, Decimal):
        return replace(node, value=-node.value)
    return operation("neg", node.type, node.nullable, node, node)


def zero_for_blank(node: Core) -> Core:
    """A blank number field counts as 0."""
    zero = constant(Decimal(0), node.type, node)
    return replace(operation("coalesce", node.type, False, node, node, zero), nullable=False)


def concat(left: Core, right: Core) -> Core:
    """`&`: text of both sides; blank is ""."""
    at = _span(left, right)
    a, b = as_text(left), as_text(right)
    if a is None or b is None:
        wrong = left if a is None else right
        have = words(wrong.type)
        zh, en = (
            f"{have.zh}不能直接连接成文字，请用 TEXT(...)",
            f"{have.en[0].upper()}{have.en[1:]} cannot be joined as text; use TEXT(...)",
        )
        raise refuse("not_text", zh, en, wrong.start, wrong.end)
    return operation("concat", TEXT, False, at, a, b)


def comparison(operator: str, left: Core, right: Core) -> Core:
    """Comparisons of two values of a common type; literals are read as the other side's type."""
    at = _span(left, right)
    a, b = to_type(left, right.type), to_type(right, left.type)
    if isinstance(left, Constant) and a is not None:
        left = a
    elif b is not None:
        right = b
    elif a is not None:
        left = a
    shared = common(left.type, right.type)
    if shared is None or shared.name in ("many", "multichoice", "list", "json"):
        raise _clash(operator, left, right, _comparison_hint(left.type.name, right.type.name))
    if shared.name == "blank":
        return constant(operator == "=", BOOL, at)
    if operator not in ("=", "<>") and shared.name not in ORDERED:
        raise _clash(operator, left, right, ("只能用 = 和 <>", "Only = and <> are meant here"))
    return operation(COMPARISONS[operator], BOOL, False, at, left, right)


def _comparison_hint(left: str, right: str) -> tuple[str, str]:
    if {left, right} == {"date", "datetime"}:
        return "请用 DATE(...) 换成日期", "Turn the time into a date with DATE(...)"
    if "multichoice" in (left, right):
        return "请用 CONTAINS(字段, 选项)", "Use CONTAINS(field, option)"
    return "", ""


def condition(node: Core) -> Core:
    """The node as yes or no; raises when it is something else."""
    found = to_type(node, BOOL)
    if found is None:
        have = words(node.type)
        zh, en = f"这里需要一个条件（是/否），得到的是{have.zh}", f"A condition is needed here, this is {have.en}"
        raise refuse("not_a_condition", zh, en, node.start, node.end)
    return found


def negation_warnings(node: Core) -> list[FormulaProblem]:
    """Orderings with a side that may be blank, under NOT: they are TRUE for blanks, which surprises."""
    found: list[FormulaProblem] = []
    stack = [node]
    while stack:
        part = stack.pop()
        name = getattr(part, "name", "")
        arguments = getattr(part, "arguments", ())
        if name in ("lt", "le", "gt", "ge") and any(_is_read(one) and one.nullable for one in arguments):
            zh = "字段为空时，这个比较不成立，加上 NOT 就成立了；请确认这是想要的"
            en = "This comparison is FALSE for a blank field, so under NOT it is TRUE; make sure that is meant"
            found.append(warn("blank_under_not", zh, en, part.start, part.end))
        elif name in ("and", "or", "not"):
            stack.extend(arguments)
    return found


def _is_read(node: Core) -> bool:
    return isinstance(node, FieldRead | VariableRead)
