"""Python source of one core node. Values from the formula never appear in it: they go through the constant table.

Every expression is written once; a value that is looked at twice is named with `:=` in its function's frame.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dougong.metamodel.value_type import ValueType

from ..core import Aggregate, Constant, Core, FieldRead, Operation, VariableRead
from ..functions import FUNCTIONS
from ..functions.kind import Native
from ..functions.signature import read_signatures
from ..types import LIMIT, blank_of
from . import runtime

MAX_NESTING = 25
LIMIT_NAME, MINUS_LIMIT_NAME = "LIMIT", "MINUS_LIMIT"
_BLANK = {"text": '""', "list": "()", "bool": "False", None: "None"}
_IS_BLANK = {"text": '({0} == "")', "list": "(not {0})", "bool": "False", None: "({0} is None)"}


@dataclass(slots=True)
class Module:
    """The module being written: its functions' source and the table of everything they refer to by name."""

    lines: list[str] = field(default_factory=list)
    table: dict[str, Any] = field(default_factory=lambda: {LIMIT_NAME: LIMIT, MINUS_LIMIT_NAME: -LIMIT})
    known: dict[Any, str] = field(default_factory=dict)
    functions: int = 0

    def name(self, value: Any, prefix: str = "k") -> str:
        """The name under which generated code finds a value."""
        key = (prefix, type(value), str(value) if isinstance(value, Decimal) else value)
        if key not in self.known:
            self.known[key] = f"{prefix}{len(self.known)}"
            self.table[self.known[key]] = value
        return self.known[key]


@dataclass(slots=True)
class Frame:
    """One generated function `(r, e)`: fields are read once at its top."""

    module: Module
    reads: dict[tuple[str, ...], str] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    names: int = 0
    depth: int = 0

    def fresh(self) -> str:
        """A name for a value that is used twice."""
        self.names += 1
        return f"t{self.names}"

    def read(self, node: FieldRead) -> str:
        """The local that holds a field."""
        key = node.path
        if key not in self.reads:
            local = f"f{len(self.reads)}"
            self.reads[key] = local
            found = f"get({self.module.name('.'.join(key), 'p')})"
            self.head.append(f"    {local} = {_canonical(node, found)}")
        return self.reads[key]


def _canonical(node: FieldRead | VariableRead, found: str) -> str:
    return f"ref({found})" if node.type.name == "ref" and not node.type.entity else _or_blank(node.type, found)


def _or_blank(kind: ValueType, found: str) -> str:
    """What came from outside the language, where null also stands for an empty text or list or for false."""
    blank = blank_of(kind)
    return found if blank is None else f"{found} or {_BLANK[blank]}"


def function(module: Module, name: str, bodies: list[Core]) -> None:
    """Adds a function that returns the values of some formulas, as a tuple when there are several."""
    frame = Frame(module)
    values = [expression(frame, body) for body in bodies]
    result = values[0] if len(values) == 1 else f"({', '.join(values)},)"
    module.lines += [f"def {name}(r, e):", "    get = r.get", *frame.head, f"    return {result}"]


def expression(frame: Frame, node: Core) -> str:
    """The source of a node's value; every 25 levels one becomes a local, since Python nests at most 200 parentheses.

    Working a value out too early is harmless: the language has no errors and no effects.
    """
    frame.depth += 1
    written = _write(frame, node)
    if frame.depth % MAX_NESTING == 0:
        name = frame.fresh()
        frame.head.append(f"    {name} = {written}")
        written = name
    frame.depth -= 1
    return written


def _write(frame: Frame, node: Core) -> str:
    match node:
        case Constant(value=value):
            return str(value) if value is None or isinstance(value, bool) else frame.module.name(value)
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


def _variable(frame: Frame, node: VariableRead) -> str:
    match node.name:
        case "today" | "now":
            return f"e.{node.name}"
        case "since" | "until":
            return f"e.bound({node.name!r}, {', '.join(frame.module.name(part) for part in node.path)})"
        case "user":
            key = frame.module.name(".".join(node.path) or "id", "p")
            return f"({_canonical(node, f'e.user.get({key})')})"
        case "old":
            key = frame.module.name(".".join(node.path) or "id", "p")
            return f"({_canonical(node, f'(e.old or EMPTY).get({key})')})"
        case _:
            key = frame.module.name(".".join((node.name, *node.path)), "p")
            return f"({_canonical(node, f'e.variables.get({key})')})"


def _aggregate(frame: Frame, node: Aggregate) -> str:
    parts = []
    for part in (node.where, node.value, node.order):
        if part is None:
            parts.append("None")
            continue
        frame.module.functions += 1
        name = f"g{frame.module.functions}"
        function(frame.module, name, [part])
        parts.append(name)
    rows = f"get({frame.module.name('.'.join(node.relation), 'p')})"
    separator = frame.module.name(node.separator)
    figure = f'aggregate("{node.name}", {node.type.scale}, {rows}, {", ".join(parts)}, {separator}, e)'
    return f"({_or_blank(node.type, figure)})"


def _native(frame: Frame, node: Operation) -> str:
    declared = FUNCTIONS[node.name]
    meaning = declared.meaning
    assert isinstance(meaning, Native)
    called = frame.module.name(meaning.python, "fn")
    extra = f", e.{meaning.extra}" if meaning.extra else ""
    tests, values = strict(frame, node.arguments)
    call = f"{called}({', '.join(values)}{extra})"
    if node.type.name in ("number", "money", "percent", "duration") and read_signatures(declared.signature)[0].partial:
        limited = frame.fresh()
        call = f"({limited} if ({limited} := {call}) is not None and MINUS_LIMIT < {limited} < LIMIT else None)"
    if not tests:
        return call
    return f"({call} if {' and '.join(tests)} else {_BLANK[blank_of(node.type)]})"


def strict(frame: Frame, arguments: tuple[Core, ...]) -> tuple[list[str], list[str]]:
    """Tests that no argument is blank, and the names or sources of their values."""
    tests, values = [], []
    for one in arguments:
        written = expression(frame, one)
        if not one.nullable:
            values.append(written)
        elif written.isidentifier() and written != "None":
            tests.append(f"{written} is not None")
            values.append(written)
        else:
            name = frame.fresh()
            tests.append(f"({name} := {written}) is not None")
            values.append(name)
    return tests, values


def _strictly(shape: str, bounded: bool = False) -> Callable[[Frame, Operation], str]:
    """An operation that is blank when an argument is; `shape` has {0}, {1} and {scale}."""

    def write(frame: Frame, node: Operation) -> str:
        tests, values = strict(frame, node.arguments)
        body = shape.format(*values, scale=node.type.scale)
        if bounded:
            name = frame.fresh()
            tests.append(f"MINUS_LIMIT < ({name} := {body}) < LIMIT")
            body = name
        return f"({body} if {' and '.join(tests)} else None)" if tests else f"({body})"

    return write


def _compare(sign: str) -> Callable[[Frame, Operation], str]:
    def write(frame: Frame, node: Operation) -> str:
        tests, (left, right) = strict(frame, node.arguments)
        return f"({' and '.join((*tests, f'{left} {sign} {right}'))})"

    return write


def _join(shape: str) -> Callable[[Frame, Operation], str]:
    def write(frame: Frame, node: Operation) -> str:
        return shape.format(*(expression(frame, one) for one in node.arguments), scale=node.type.scale)

    return write


def _chain(sign: str) -> Callable[[Frame, Operation], str]:
    def write(frame: Frame, node: Operation) -> str:
        return f"({sign.join(expression(frame, one) for one in node.arguments)})"

    return write


def _multiply(frame: Frame, node: Operation) -> str:
    """Rounding is needed only where the factors have more digits together than the result."""
    exact = sum(one.type.scale for one in node.arguments) <= node.type.scale
    return (_strictly("{0} * {1}", bounded=True) if exact else _strictly("multiply({0}, {1}, {scale})"))(frame, node)


def _extreme(name: str) -> Callable[[Frame, Operation], str]:
    def write(frame: Frame, node: Operation) -> str:
        tests, values = strict(frame, node.arguments)
        body = f"{name}(({', '.join(values)},))"
        return f"({body} if {' and '.join(tests)} else None)" if tests else body

    return write


def _coalesce(frame: Frame, node: Operation) -> str:
    value, otherwise = node.arguments
    written, other = expression(frame, value), expression(frame, otherwise)
    if written.isidentifier() and written != "None":
        return f"({written} if {written} is not None else {other})"
    name = frame.fresh()
    return f"({name} if ({name} := {written}) is not None else {other})"


def _is_blank(frame: Frame, node: Operation) -> str:
    value = node.arguments[0]
    return _IS_BLANK[blank_of(value.type)].format(expression(frame, value))


def _to_text(frame: Frame, node: Operation) -> str:
    return f"to_text({expression(frame, node.arguments[0])})"


def _changed(frame: Frame, node: Operation) -> str:
    return f"({expression(frame, node.arguments[0])} in e.changed)"


OPERATIONS: dict[str, Callable[[Frame, Operation], str]] = {
    "add": _strictly("{0} + {1}", bounded=True),
    "sub": _strictly("{0} - {1}", bounded=True),
    "mul": _multiply,
    "div": _strictly("divide({0}, {1}, {scale})"),
    "neg": _strictly("-{0}"),
    "round": _strictly("rounded({0}, {scale})"),
    "round_up": _strictly('rounded({0}, {scale}, "round_up")'),
    "round_down": _strictly('rounded({0}, {scale}, "round_down")'),
    "eq": _join("({0} == {1})"),
    "ne": _join("({0} != {1})"),
    "lt": _compare("<"),
    "le": _compare("<="),
    "gt": _compare(">"),
    "ge": _compare(">="),
    "and": _chain(" and "),
    "or": _chain(" or "),
    "not": _join("(not {0})"),
    "if": _join("({1} if {0} else {2})"),
    "coalesce": _coalesce,
    "is_blank": _is_blank,
    "concat": _chain(" + "),
    "to_text": _to_text,
    "least": _extreme("min"),
    "greatest": _extreme("max"),
    "add_days": _strictly("add_days({0}, {1})"),
    "days_between": _strictly("days_between({0}, {1})"),
    "since": _strictly("since({0}, {1})"),
    "add_duration": _strictly("later({0}, {1})"),
    "has": _join("({1} in {0})"),
    "has_role": _join("({0} in e.roles)"),
    "is_new": _join("e.is_new"),
    "changed": _changed,
}
"""How each core operation is written."""

RUNTIME = {name: getattr(runtime, name) for name in runtime.__all__} | {"EMPTY": {}}
"""Names every generated module sees."""
