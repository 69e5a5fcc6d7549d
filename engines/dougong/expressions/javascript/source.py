"""JavaScript source of core nodes. Text of a formula never stands in code: it goes through the constant table as JSON.

Every value is what `runtime.js` says; numbers are brought to one scale here, since their types know it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dougong.metamodel.value_type import ValueType

from ..core import Aggregate, Constant, Core, FieldRead, Operation, VariableRead
from ..functions import FUNCTIONS
from ..functions.kind import Native
from ..functions.signature import read_signatures
from ..types import MAX_SCALE, blank_of
from .values import READERS, days_of, is_numeric, micros_of, read, written

_BLANK = {"text": '""', "list": "[]", "bool": "false", None: "null"}
_IS_BLANK = {"text": '({0} === "")', "list": "({0}.length === 0)", "bool": "false", None: "({0} === null)"}


@dataclass(slots=True)
class Module:
    """The module being written: its lines and the constants they refer to by number."""

    lines: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    natives: set[str] = field(default_factory=set)
    functions: int = 0

    def constant(self, value: str) -> str:
        """The name of a text in the table."""
        if value not in self.constants:
            self.constants.append(value)
        return f"K[{self.constants.index(value)}]"

    def native(self, name: str, source: str) -> str:
        """The name under which a function of the language is called, declared once."""
        if name not in self.natives:
            self.natives.add(name)
            self.lines.append(f"const {name} = {source};")
        return name


@dataclass(slots=True)
class Frame:
    """One generated function `(r, e)`: fields are read once at its top."""

    module: Module
    reads: dict[tuple[Any, ...], str] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)

    def read(self, node: FieldRead) -> str:
        """The local that holds a field; two scales of one field are two locals."""
        key = (node.path, node.type.name, node.type.scale)
        if key not in self.reads:
            self.reads[key] = f"f{len(self.reads)}"
            place = f"r[{self.module.constant('.'.join(node.path))}]"
            self.head.append(f"const {self.reads[key]} = {read(node.type, place)};")
        return self.reads[key]


def function(module: Module, body: Core, result: bool = False) -> str:
    """Adds a function that gives a formula's value, as canonical JSON where it is a `result`; its name."""
    frame = Frame(module)
    value = expression(frame, body)
    found = written(body.type, value) if result else value
    module.functions += 1
    name = f"g{module.functions}"
    module.lines.append(f"const {name} = (r, e) => {{ {' '.join(frame.head)} return {found}; }};")
    return name


def expression(frame: Frame, node: Core) -> str:
    """The source of a node's value."""
    match node:
        case Constant(value=value):
            return _constant(frame, node.type, value)
        case FieldRead():
            return frame.read(node)
        case VariableRead():
            return _variable(frame, node)
        case Aggregate():
            return _aggregate(frame, node)
        case Operation(name=name) if name in OPERATIONS:
            return OPERATIONS[name](frame, node)
        case Operation():
            return _native(frame, node)


def _constant(frame: Frame, kind: ValueType, value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{int(value.scaleb(kind.scale)):d}n"
        case datetime():
            return f"{micros_of(value):d}n"
        case date():
            return f"{days_of(value):d}"
        case _:
            return frame.module.constant(str(value))


def _variable(frame: Frame, node: VariableRead) -> str:
    match node.name:
        case "today" | "now":
            place = f"e.{node.name}"
        case "since" | "until":
            place = f"e.bounds[{frame.module.constant(bound_key(node))}]"
        case "user" | "old":
            place = f"(e.{node.name} || {{}})[{frame.module.constant('.'.join(node.path) or 'id')}]"
        case _:
            place = f"e.variables[{frame.module.constant('.'.join((node.name, *node.path)))}]"
    return read(node.type, place)


def bound_key(node: VariableRead) -> str:
    """Under which `env_to_json` gives the end of a period."""
    return ":".join((node.name, *node.path))


def _aggregate(frame: Frame, node: Aggregate) -> str:
    parts = {"where": node.where, "value": node.value, "order": node.order}
    of = ", ".join(f"{key}: {function(frame.module, part)}" for key, part in parts.items() if part is not None)
    rows = f"r[{frame.module.constant('.'.join(node.relation))}]"
    scale = node.value.type.scale if node.value is not None else 0
    figure = f"rt.aggregate({json.dumps(node.name)}, {rows}, {{ {of} }}, {scale}, {frame.module.constant(node.separator)}, e)"
    reader = READERS.get(node.type.name)
    return f"rt.{reader}({figure})" if reader in ("text", "bool") else figure


def _native(frame: Frame, node: Operation) -> str:
    """Functions take and give numbers with six digits."""
    declared = FUNCTIONS[node.name]
    meaning = declared.meaning
    assert isinstance(meaning, Native) and meaning.javascript is not None
    run = frame.module.native(node.name, meaning.javascript)
    values = [at_scale(frame, one, MAX_SCALE) for one in node.arguments]
    if meaning.extra:
        values.append(f"e.{meaning.extra}")
    found = f"rt.given({run}, {_BLANK[blank_of(node.type)]}, {', '.join(values)})"
    if not is_numeric(node.type):
        return found
    if read_signatures(declared.signature)[0].partial:
        found = f"rt.bounded({found}, {MAX_SCALE})"
    return _moved(found, MAX_SCALE, node.type.scale, node.nullable)


def at_scale(frame: Frame, node: Core, scale: int) -> str:
    """A node's value, a number brought to a scale."""
    if isinstance(node, Constant) and isinstance(node.value, Decimal):
        return f"{int(node.value.scaleb(scale)):d}n"
    found = expression(frame, node)
    return _moved(found, node.type.scale, scale, node.nullable) if is_numeric(node.type) else found


def _moved(found: str, scale: int, to: int, nullable: bool) -> str:
    if scale == to:
        return found
    return f"rt.lift({found}, {to - scale})" if to > scale else f"rt.drop({found}, {scale - to})"


def _shared(frame: Frame, node: Operation) -> list[str]:
    """The arguments, numbers at the widest of their scales."""
    scale = max((one.type.scale for one in node.arguments if is_numeric(one.type)), default=0)
    return [at_scale(frame, one, scale) for one in node.arguments]


def _aligned(frame: Frame, node: Operation) -> list[str]:
    """The arguments at the result's scale."""
    return [at_scale(frame, one, node.type.scale) for one in node.arguments]


Write = Callable[[Frame, Operation], str]


def _call(name: str) -> Write:
    """A function of the runtime over arguments at the result's scale."""
    return lambda frame, node: f"rt.{name}({', '.join(_aligned(frame, node))}, {node.type.scale})"


def _plain(shape: str) -> Write:
    """Arguments as they are."""
    return lambda frame, node: shape.format(*(expression(frame, one) for one in node.arguments))


def _equal(sign: str) -> Write:
    return lambda frame, node: f"({sign.join(_shared(frame, node))})"


def _compare(name: str, swapped: bool) -> Write:
    """Texts by code point, all else as it is; `>` is `<` with its sides swapped."""

    def write(frame: Frame, node: Operation) -> str:
        sides = _shared(frame, node)
        left, right = reversed(sides) if swapped else sides
        if node.arguments[0].type.name in ("text", "choice"):
            return f"(rt.order({left}, {right}) {'<' if name == 'lt' else '<='} 0)"
        return f"rt.{name}({left}, {right})"

    return write


def _chain(sign: str) -> Write:
    return lambda frame, node: f"({sign.join(expression(frame, one) for one in node.arguments)})"


def _multiply(frame: Frame, node: Operation) -> str:
    a, b = node.arguments
    more = a.type.scale + b.type.scale - node.type.scale
    left = at_scale(frame, a, a.type.scale + max(0, -more))
    return f"rt.mul({left}, {expression(frame, b)}, {max(0, more)}, {node.type.scale})"


def _divide(frame: Frame, node: Operation) -> str:
    a, b = node.arguments
    lift = node.type.scale + b.type.scale - a.type.scale
    divisor = at_scale(frame, b, b.type.scale + max(0, -lift))
    return f"rt.div({expression(frame, a)}, {divisor}, {max(0, lift)}, {node.type.scale})"


def _rounding(name: str) -> Write:
    def write(frame: Frame, node: Operation) -> str:
        value, scale = node.arguments[0], node.type.scale
        if value.type.scale <= scale:
            return at_scale(frame, value, scale)
        return f"rt.{name}({expression(frame, value)}, {value.type.scale - scale}, {scale})"

    return write


def _if(frame: Frame, node: Operation) -> str:
    condition, then, otherwise = node.arguments
    values = [at_scale(frame, one, node.type.scale) for one in (then, otherwise)]
    return f"({expression(frame, condition)} ? {values[0]} : {values[1]})"


def _is_blank(frame: Frame, node: Operation) -> str:
    value = node.arguments[0]
    return _IS_BLANK[blank_of(value.type)].format(expression(frame, value))


def _to_text(frame: Frame, node: Operation) -> str:
    value = node.arguments[0]
    found = expression(frame, value)
    match value.type.name:
        case "number" | "money" | "percent" | "duration":
            return f"rt.plain({found}, {value.type.scale})"
        case "bool":
            return f"rt.truth({found})"
        case "date":
            return f"rt.isoDate({found})"
        case _:
            return f'({found} ?? "")'


def _add_days(frame: Frame, node: Operation) -> str:
    day, days = node.arguments
    return f"rt.addDays({expression(frame, day)}, {expression(frame, days)}, {days.type.scale})"


def _later(frame: Frame, node: Operation) -> str:
    instant, span = node.arguments
    return f"rt.later({expression(frame, instant)}, {at_scale(frame, span, MAX_SCALE)})"


OPERATIONS: dict[str, Write] = {
    "add": _call("add"),
    "sub": _call("sub"),
    "mul": _multiply,
    "div": _divide,
    "neg": _plain("rt.neg({0})"),
    "round": _rounding("round"),
    "round_up": _rounding("roundUp"),
    "round_down": _rounding("roundDown"),
    "eq": _equal(" === "),
    "ne": _equal(" !== "),
    "lt": _compare("lt", False),
    "le": _compare("le", False),
    "gt": _compare("lt", True),
    "ge": _compare("le", True),
    "and": _chain(" && "),
    "or": _chain(" || "),
    "not": _plain("(!{0})"),
    "if": _if,
    "coalesce": lambda frame, node: f"({' ?? '.join(_aligned(frame, node))})",
    "is_blank": _is_blank,
    "concat": _chain(" + "),
    "to_text": _to_text,
    "least": lambda frame, node: f"rt.least({', '.join(_aligned(frame, node))})",
    "greatest": lambda frame, node: f"rt.greatest({', '.join(_aligned(frame, node))})",
    "add_days": _add_days,
    "days_between": _plain("rt.daysBetween({0}, {1})"),
    "since": _plain("rt.since({0}, {1})"),
    "add_duration": _later,
    "has": _plain("{0}.includes({1})"),
    "has_role": _plain("e.roles.includes({0})"),
    "is_new": lambda _frame, _node: "e.is_new",
    "changed": _plain("e.changed.includes({0})"),
}
"""How each core operation is written."""
