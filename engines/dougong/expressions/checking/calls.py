"""Calls: the function found, its arguments brought to the signature's types, its meaning put into the core."""

from dataclasses import dataclass
from typing import Literal

from dougong.metamodel.value_type import ValueType

from .. import tree
from ..core import Constant, Core, Operation, Scalar
from ..functions import FUNCTIONS
from ..functions.kind import Expand, Function, Native, Over
from ..functions.signature import Parameter, Signature, read_signatures
from ..problems import did_you_mean
from ..types import BOOL, DATE, DATETIME, DURATION, TEXT, common, is_number, may_be_null, words
from . import operators
from .coerce import as_text, blank_of, constant, operation, to_type
from .scope import Many, Scope, refuse

MOST_ARGUMENTS = 200
"""Databases nest what is joined by one operator, and refuse to nest deeply."""


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call with checked arguments, as functions that expand see it."""

    function: Function
    arguments: tuple[Core, ...]
    start: int
    end: int

    def operation(self, name: str, value_type: ValueType, *arguments: Core, nullable: bool) -> Operation:
        return Operation(value_type, nullable, self.start, self.end, name, arguments)

    def constant(self, value: Scalar, value_type: ValueType) -> Core:
        return Constant(value_type, value is None, self.start, self.end, value)

    def unify(self, values: tuple[Core, ...]) -> tuple[Core, ...]:
        shared = values[0].type
        for value in values[1:]:
            met = common(shared, value.type)
            if met is None:
                a, b = words(shared), words(value.type)
                zh = f"{self.function.name} 的一支得出{a.zh}，另一支得出{b.zh}"
                en = f"{self.function.name} gives {a.en} in one branch and {b.en} in the other"
                raise refuse("branches", zh, en, value.start, value.end)
            shared = met
        return tuple(self._as(value, shared) for value in values)

    def _as(self, value: Core, shared: ValueType) -> Core:
        if value.type.name == "blank":
            return blank_of(shared, value)
        return value

    def equal(self, left: Core, right: Core) -> Core:
        return operators.comparison("=", left, right)

    def compare(self, operator: Literal["<=", ">=", "="], left: Core, right: Core) -> Core:
        return operators.comparison(operator, left, right)

    def arithmetic(self, operator: Literal["+", "-", "*", "/"], left: Core, right: Core) -> Core:
        return operators.arithmetic(operator, left, right)

    def as_text(self, value: Core) -> Core:
        return operators.concat(value, Constant(TEXT, False, value.end, value.end, ""))

    def refuse(self, zh: str, en: str, argument: int | None = None) -> Exception:
        at = self.arguments[argument] if argument is not None else self
        return refuse("argument", f"{self.function.name}:{zh}", f"{self.function.name}: {en}", at.start, at.end)


def check_call(scope: Scope, call: tree.Call) -> Core:
    """The core of a call."""
    function = FUNCTIONS.get(call.name.upper())
    if function is None:
        best, meant = did_you_mean(call.name, FUNCTIONS)
        raise refuse(
            "unknown_function",
            f"没有函数“{call.name}”。{meant.zh}",
            f'"{call.name}" is not a function.{meant.en}',
            call.start,
            call.start + len(call.name),
            best,
        )
    if len(call.arguments) > MOST_ARGUMENTS:
        zh, en = (
            f"{function.name} 最多 {MOST_ARGUMENTS} 个参数",
            f"{function.name} takes at most {MOST_ARGUMENTS} arguments",
        )
        raise refuse("arguments", zh, en, call.start, call.end)
    if isinstance(function.meaning, Over):
        from .aggregates import aggregate

        found = aggregate(scope, call, function, function.meaning)
        if found is not None:
            return found
        assert function.meaning.scalar is not None
    from .check import check_value

    if function.name in SPECIAL:
        return SPECIAL[function.name](scope, call)
    arguments = tuple(check_value(scope, one) for one in call.arguments)
    signature, converted = _match(function, arguments, call)
    site = CallSite(function, converted, call.start, call.end)
    match function.meaning:
        case Expand(build=build) | Over(scalar=Expand(build=build)):
            return build(site)
        case Native():
            return _native(function, signature, site)
        case _:
            raise AssertionError(function.name)


def _native(function: Function, signature: Signature, site: CallSite) -> Core:
    result = signature.result_type(tuple(one.type for one in site.arguments))
    nullable = may_be_null(result) and (signature.partial or any(one.nullable for one in site.arguments))
    return Operation(result, nullable, site.start, site.end, function.name, site.arguments)


def _match(function: Function, arguments: tuple[Core, ...], call: tree.Call) -> tuple[Signature, tuple[Core, ...]]:
    """The first overload that takes the arguments; else the problem of the last with the right count."""
    wrong: Exception | None = None
    for signature in read_signatures(function.signature):
        if len(arguments) < signature.least or (signature.most is not None and len(arguments) > signature.most):
            continue
        try:
            converted = tuple(_argument(function, signature, n, value) for n, value in enumerate(arguments))
            return signature, converted
        except Exception as error:
            wrong = error
    if wrong is not None:
        raise wrong
    zh = f"{function.name} 的参数个数不对，写法：{function.signature}"
    en = f"{function.name} has the wrong number of arguments; it is written {function.signature}"
    raise refuse("arguments", zh, en, call.start, call.end)


_WANTED = {"text": TEXT, "bool": BOOL, "date": DATE, "datetime": DATETIME, "duration": DURATION}


def _argument(function: Function, signature: Signature, index: int, value: Core) -> Core:
    parameter = signature.parameter(index)
    found = _converted(parameter, value)
    if found is None:
        have = words(value.type)
        zh = f"{function.name} 的第 {index + 1} 个参数（{parameter.name}）不能是{have.zh}"
        en = f"Argument {index + 1} ({parameter.name}) of {function.name} cannot be {have.en}"
        raise refuse("argument_type", zh, en, value.start, value.end)
    return found


def _converted(parameter: Parameter, value: Core) -> Core | None:
    match parameter.kind:
        case "any":
            return value
        case "number":
            if value.type.name == "blank":
                return constant(None, ValueType("number"), value)
            return value if is_number(value.type) else None
        case "literal":
            return value if isinstance(value, Constant) else None
        case "day":
            if value.type.name == "datetime":
                return operation("DATE", DATE, value.nullable, value, value)
            return to_type(value, DATE)
        case "multichoice" | "list" | "ref":
            return value if value.type.name == parameter.kind else None
        case kind:
            return to_type(value, _WANTED[kind]) if kind != "text" or value.type.name != "choice" else as_text(value)


def _changed(scope: Scope, call: tree.Call) -> Core:
    """CHANGED(field)."""
    from .names import flag

    field = _own_field(scope, call)
    return flag("changed", Constant(TEXT, False, call.start, call.end, ""), field)


def _old(scope: Scope, call: tree.Call) -> Core:
    """OLD(field) is `$old.field`."""
    from .names import read_member, read_variable

    key = _own_field(scope, call)
    base = read_variable(scope, "old", call.start, call.end)
    found = read_member(scope, base, key, call.start, call.end)
    assert not isinstance(found, Many)
    return found


def _own_field(scope: Scope, call: tree.Call) -> str:
    from .names import lookup

    if len(call.arguments) != 1 or not isinstance(call.arguments[0], tree.Name):
        zh, en = f"{call.name} 需要本记录的一个字段名", f"{call.name} takes the name of a field of this record"
        raise refuse("argument", zh, en, call.start, call.end)
    name = call.arguments[0]
    field = lookup(scope, name.name, name.start, name.end)
    scope.findings.used.add((field.entity, field.key))
    return field.key


SPECIAL = {"CHANGED": _changed, "OLD": _old}
"""Functions whose argument is a field's name, not its value."""
