"""A filter as rows of field, operator, value, and back to expression text. A filter that is not a flat AND stays text."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dougong.expressions.parser import parse
from dougong.expressions.problems import ExpressionError
from dougong.expressions.source import normalise_source
from dougong.expressions.tree import (
    Binary,
    Boolean,
    Call,
    Group,
    InList,
    Member,
    Name,
    Node,
    Number,
    String,
    Unary,
    Variable,
)
from dougong.metamodel.model import FieldModel
from dougong.metamodel.text import LocalText, text

ME = "$user"
PERIOD = "during"
_SIGNS = ("=", "<>", "<", "<=", ">", ">=")
_LIKE = {"=": "in", "<>": "not_in", "in": "=", "not_in": "<>", "contains": "has", "not_contains": "has_not"}
END = "target"
"""The other end of a link to many, in its rows."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`values` are texts as a person gives them; `$user` stands for the viewer. With `formula` the one value is worked out."""

    path: str
    operator: str
    values: tuple[str, ...] = ()
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """`takes` is how many values: "none", "one" or "some"; `write` makes the text from path and literals."""

    key: str
    label: LocalText
    takes: str
    write: Callable[[str, tuple[str, ...]], str]


def _compare(sign: str) -> Callable[[str, tuple[str, ...]], str]:
    return lambda path, values: f"{path} {sign} {values[0]}"


def _call(name: str) -> Callable[[str, tuple[str, ...]], str]:
    return lambda path, values: f"{name}({path}, {values[0]})"


def _among(path: str, values: tuple[str, ...]) -> str:
    return f"{path} = {values[0]}" if len(values) == 1 else f"{path} IN ({', '.join(values)})"


def _not_among(path: str, values: tuple[str, ...]) -> str:
    return f"{path} <> {values[0]}" if len(values) == 1 else f"{path} NOT IN ({', '.join(values)})"


def _during(path: str, values: tuple[str, ...]) -> str:
    """`last_days:7` is a period with a number of days; literals come quoted."""
    key, _, days = values[0].strip('"').partition(":")
    return f'DURING({path}, "{key}", {days})' if days.isdigit() else f'DURING({path}, "{key}")'


def _any_end(path: str, values: tuple[str, ...]) -> str:
    return f"ANY({path}, {_among(END, values)})"


def _has_any(path: str, values: tuple[str, ...]) -> str:
    several = " OR ".join(f"CONTAINS({path}, {value})" for value in values)
    return several if len(values) == 1 else f"({several})"


OPERATORS = {
    one.key: one
    for one in (
        Operator("in", text("属于", "is"), "some", _among),
        Operator("not_in", text("不属于", "is not"), "some", _not_among),
        Operator("=", text("等于", "="), "one", _compare("=")),
        Operator("<>", text("不等于", "≠"), "one", _compare("<>")),
        Operator(">", text("大于", ">"), "one", _compare(">")),
        Operator(">=", text("不小于", "≥"), "one", _compare(">=")),
        Operator("<", text("小于", "<"), "one", _compare("<")),
        Operator("<=", text("不大于", "≤"), "one", _compare("<=")),
        Operator("contains", text("包含", "contains"), "one", _call("CONTAINS")),
        Operator(
            "not_contains",
            text("不包含", "does not contain"),
            "one",
            lambda path, values: f"NOT {_call('CONTAINS')(path, values)}",
        ),
        Operator("starts", text("开头是", "starts with"), "one", _call("STARTSWITH")),
        Operator("during", text("在", "is within"), "one", _during),
        Operator("yes", text("为是", "is yes"), "none", lambda path, _values: path),
        Operator("no", text("为否", "is no"), "none", lambda path, _values: f"NOT {path}"),
        Operator("blank", text("为空", "is empty"), "none", lambda path, _values: f"ISBLANK({path})"),
        Operator("filled", text("不为空", "is filled"), "none", lambda path, _values: f"NOT ISBLANK({path})"),
        Operator("holds", text("包含任一", "has any of"), "some", _any_end),
        Operator("lacks", text("不包含", "has none of"), "some", lambda path, values: f"NOT {_any_end(path, values)}"),
        Operator("has", text("包含任一", "has any of"), "some", _has_any),
        Operator(
            "has_not", text("不包含", "has none of"), "some", lambda path, values: f"NOT {_has_any(path, values)}"
        ),
        Operator("linked", text("不为空", "is filled"), "none", lambda path, _values: f"ANY({path})"),
        Operator("unlinked", text("为空", "is empty"), "none", lambda path, _values: f"NOT ANY({path})"),
    )
}
_ORDERED = ("=", "<>", ">", ">=", "<", "<=", "blank", "filled")
_IN_TIME = {
    ">": text("晚于", "after"), ">=": text("不早于", "on or after"), "<": text("早于", "before"),
    "<=": text("不晚于", "on or before"),
}  # fmt: skip
_IN_PERIODS = ("during", "=", ">", ">=", "<", "<=", "blank", "filled")
_BY_TYPE = {
    "date": _IN_PERIODS,
    "datetime": _IN_PERIODS,
    "text": ("contains", "not_contains", "=", "<>", "starts", "blank", "filled"),
    "choice": ("in", "not_in", "blank", "filled"),
    "ref": ("in", "not_in", "blank", "filled"),
    "bool": ("yes", "no"),
    "multichoice": ("has", "has_not", "blank", "filled"),
    "list": ("has", "has_not", "blank", "filled"),
    "many": ("holds", "lacks", "unlinked", "linked"),
}

_ASKED = frozenset({*_BY_TYPE, "number", "money", "percent", "duration"})


def operators_of(field: FieldModel) -> tuple[Operator, ...]:
    """What may be asked of a field; the first is the usual one."""
    name = field.value_type.name
    labels = _IN_TIME if name in ("date", "datetime") else {}
    every = (OPERATORS[key] for key in _BY_TYPE.get(name, _ORDERED))
    return tuple(replace(one, label=labels.get(one.key, one.label)) for one in every)


def filterable(field: FieldModel) -> bool:
    """Whether the builder offers the field; of records linked many times, those named by a set of links."""
    if field.relation is not None and field.relation.kind == "many":
        return field.relation.owned and field.relation.far == END
    return field.value_type.name in _ASKED


def write(conditions: tuple[Condition, ...], quoted: Callable[[str], bool]) -> str:
    """The expression of conditions; `quoted(path)` tells whether the path's literals are text."""
    return " AND ".join(write_one(one, quoted=quoted(one.path)) for one in conditions)


def write_one(one: Condition, *, quoted: bool) -> str:
    """The expression of one condition."""
    values = one.values if one.formula else tuple(_literal(value, quoted) for value in one.values)
    return OPERATORS[one.operator].write(one.path, values)


def _literal(value: str, quoted: bool) -> str:
    if value == ME:
        return value
    if not quoted and value.replace(".", "", 1).lstrip("-").isdigit():
        return value
    return '"' + value.replace('"', '""') + '"'


def read(source: str) -> tuple[Condition, ...] | None:
    """The conditions of a flat AND; None when the text says more than rows can show (or cannot be parsed)."""
    if not source.strip():
        return ()
    try:
        found = [_condition(node) for node in _parts(parse(source))]
    except ExpressionError:
        return None
    return None if any(one is None for one in found) else tuple(one for one in found if one is not None)


def read_one(source: str) -> Condition | None:
    """The one condition a text is, its value perhaps a formula; None when it is none."""
    try:
        node = parse(source)
    except ExpressionError:
        return None
    while isinstance(node, Group):
        node = node.inner
    found = _condition(node)
    if found is None and isinstance(node, Binary) and node.operator in _SIGNS:
        path, right = _path(node.left), normalise_source(source)[node.right.start : node.right.end]
        return Condition(path, node.operator, (right,), formula=True) if path else None
    return found


def _parts(node: Node) -> list[Node]:
    if isinstance(node, Group):
        return _parts(node.inner)
    if isinstance(node, Binary) and node.operator == "AND":
        return _parts(node.left) + _parts(node.right)
    return [node]


def _condition(node: Node) -> Condition | None:
    match node:
        case Group(inner=inner):
            return _condition(inner)
        case Binary(operator="OR"):
            return _any_of(node)
        case Unary(operator="NOT", operand=inner):
            found = _condition(inner)
            flips = {
                "blank": "filled", "yes": "no", "in": "not_in", "holds": "lacks", "linked": "unlinked",
                "contains": "not_contains", "has": "has_not",
            }  # fmt: skip
            return replace(found, operator=flips[found.operator]) if found and found.operator in flips else None
        case Call(name=name, arguments=(subject, String(value=period), *days)) if name.upper() == "DURING":
            counted = [number for one in days if (number := _value(one)) is not None]
            return _with(subject, "during", (String(node.start, node.end, ":".join((period, *counted))),))
        case Call(name=name, arguments=(subject, tested)) if name.upper() == "ANY":
            ends = _condition(tested)
            is_set = ends is not None and ends.path == END and ends.operator in ("=", "in")
            found = _with(subject, "holds", ())
            return replace(found, values=ends.values) if ends and is_set and found else None
        case Call(name=name, arguments=(subject,)) if name.upper() == "ANY":
            return _with(subject, "linked", ())
        case Call(name=name, arguments=(subject, value)):
            kinds = {"CONTAINS": "contains", "STARTSWITH": "starts"}
            return _with(subject, kinds.get(name.upper()), (value,))
        case Call(name=name, arguments=(subject,)) if name.upper() == "ISBLANK":
            return _with(subject, "blank", ())
        case InList(subject=subject, items=items, negated=negated):
            return _with(subject, "not_in" if negated else "in", items)
        case Binary(operator=operator, left=left, right=right) if operator in _SIGNS:
            return _with(left, operator, (right,))
        case Name() | Member():
            return _with(node, "yes", ())
        case _:
            return None


def _any_of(node: Node) -> Condition | None:
    """`CONTAINS(x, "a") OR CONTAINS(x, "b")`: has any of them."""
    if isinstance(node, Binary) and node.operator == "OR":
        left, right = _any_of(node.left), _any_of(node.right)
        same = left is not None and right is not None and left.path == right.path
        return replace(left, values=left.values + right.values) if left and right and same else None
    found = _condition(node)
    return replace(found, operator="has") if found is not None and found.operator in ("contains", "has") else None


def _with(subject: Node, operator: str | None, values: tuple[Node, ...]) -> Condition | None:
    path, texts = _path(subject), [_value(value) for value in values]
    if path is None or operator is None or any(one is None for one in texts):
        return None
    return Condition(path, operator, tuple(one for one in texts if one is not None))


def _path(node: Node) -> str | None:
    match node:
        case Name(name=name):
            return name
        case Member(base=base, name=name):
            before = _path(base)
            return before and f"{before}.{name}"
        case _:
            return None


def _value(node: Node) -> str | None:
    match node:
        case Number(value=value):
            return str(value)
        case String(value=value):
            return value
        case Variable(name="user"):
            return ME
        case Unary(operator="-", operand=Number(value=value)):
            return str(-value)
        case Boolean(value=value):
            return "TRUE" if value else "FALSE"
        case _:
            return None


def fitting(condition: Condition, field: FieldModel) -> Condition | None:
    """The condition with an operator the field offers (`stage = "x"` reads as `is`); None when the builder has none."""
    keys = [one.key for one in operators_of(field)]
    if condition.operator in keys:
        return condition
    wanted = _LIKE.get(condition.operator, "")
    if wanted in keys and not condition.formula and (OPERATORS[wanted].takes == "some" or len(condition.values) == 1):
        return replace(condition, operator=wanted)
    return None
