"""The check of one formula: every node of the tree becomes a node of the core, or a problem that says what to write."""

from dataclasses import dataclass, replace
from decimal import Decimal

from dougong.metamodel.value_type import ValueType

from .. import tree
from ..core import Constant, Core, Path, dependencies, depth
from ..parser import parse
from ..problems import ExpressionError, FormulaProblem
from ..schema import Schema
from ..source import normalise_source
from ..types import BOOL, LIMIT, MAX_SCALE, TEXT, is_number, number
from . import operators
from .calls import MOST_ARGUMENTS, check_call
from .coerce import as_result, constant, nfc, operation
from .names import Found, read_member, read_name, read_variable
from .places import Place, places_of
from .scope import Findings, Many, Scope, refuse

MAX_CORE_DEPTH = 120
"""Sugar and opened virtual fields make the core deeper than the text."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula that can run. `dependencies` are the paths it reads, virtual fields opened; `fields` the (entity, field)
    pairs its text names; `places` where it may run."""

    source: str
    core: Core
    type: ValueType
    nullable: bool
    dependencies: frozenset[Path]
    fields: frozenset[tuple[str, str]]
    warnings: tuple[FormulaProblem, ...]
    places: frozenset[Place]


def check(text: str, schema: Schema, expected: ValueType | None = None, place: Place | None = None) -> Checked:
    """The formula resolved against a schema; raises ExpressionError with every problem's place and fix.

    `expected` is the type of the field it fills (numbers are rounded to its scale); `place` is where it must be able
    to run.
    """
    scope = Scope(schema, Findings())
    try:
        core = check_in(scope, text, expected)
        too_deep = depth(core) > MAX_CORE_DEPTH
    except RecursionError:
        too_deep = True
    if too_deep:
        zh, en = "公式（连同它引用的公式）嵌套太深", "The formula, with those it refers to, is nested too deeply"
        raise refuse("too_deep", zh, en, 0, len(text))
    found = places_of(core)
    if place is not None and place not in found.places:
        raise ExpressionError([found.refusals[place]])
    return Checked(
        normalise_source(text),
        core,
        core.type,
        core.nullable,
        dependencies(core),
        frozenset(scope.findings.used),
        tuple(scope.findings.warnings),
        found.places,
    )


def fields_used(checked: Checked) -> frozenset[tuple[str, str]]:
    """The (entity, field) pairs that the formula names, to be held against what a viewer may read."""
    return checked.fields


def check_in(scope: Scope, text: str, expected: ValueType | None) -> Core:
    """The core of a formula's text within a running check."""
    core = check_value(scope, parse(text))
    if expected is not None:
        return as_result(operators.condition(core) if expected.name == "bool" else core, expected)
    return core


def check_value(scope: Scope, node: tree.Node) -> Core:
    """A node that must be one value."""
    found = check_node(scope, node)
    if isinstance(found, Many):
        zh = f"“{found.written}”是多条记录，请汇总，例如 SUM({found.written}) 或 COUNT({found.written.split('.')[0]})"
        en = f'"{found.written}" is many, not one value. Aggregate it: SUM({found.written}) or COUNT({found.written.split(".")[0]})'
        raise refuse("many", zh, en, found.start, found.end)
    return found


def check_node(scope: Scope, node: tree.Node) -> Found:
    """A node that may also be many rows, for the arguments of aggregates."""
    found = _check(scope, node)
    return replace(found, start=node.start, end=node.end)


def _check(scope: Scope, node: tree.Node) -> Found:
    at = _at(node)
    match node:
        case tree.Group(inner=inner):
            return check_node(scope, inner)
        case tree.Member(base=base, name=name):
            return _member(scope, node, base, name)
        case tree.Filter(base=base, condition=condition):
            return _filter(scope, check_node(scope, base), condition)
        case tree.Call():
            return check_call(scope, node)
        case tree.Unary(operator=operator, operand=operand):
            return _unary(scope, operator, operand, at)
        case tree.Binary():
            return _binary(scope, node)
        case tree.InList(subject=subject, items=items, negated=negated):
            return _in(scope, check_value(scope, subject), items, negated, at)
        case _:
            return _leaf(scope, node)


Leaf = tree.Number | tree.String | tree.Boolean | tree.Name | tree.Variable | tree.Input


def _leaf(scope: Scope, node: Leaf) -> Found:
    match node:
        case tree.Number(value=number):
            return _number(node, number)
        case tree.String(value=written):
            return constant(nfc(written), TEXT, _at(node))
        case tree.Boolean(value=yes):
            return constant(yes, BOOL, _at(node))
        case tree.Name(name=name):
            return read_name(scope, name, node.start, node.end)
        case tree.Variable(name=name):
            return read_variable(scope, name, node.start, node.end)
        case tree.Input():
            if scope.schema.input is None:
                zh, en = "“?”只在决策表的格子里有意义", '"?" has a meaning only in a cell of a decision table'
                raise refuse("no_input", zh, en, node.start, node.end)
            return scope.schema.input


def _at(node: tree.Node) -> Constant:
    """A node in the place of another, for what is made there."""
    return Constant(TEXT, False, node.start, node.end, "")


def _number(node: tree.Node, value: Decimal) -> Core:
    scale = max(0, -int(value.as_tuple().exponent))
    if scale > MAX_SCALE or abs(value) >= LIMIT:
        zh = f"数字最多 12 位整数、{MAX_SCALE} 位小数"
        en = f"A number has at most 12 digits before and {MAX_SCALE} after the point"
        raise refuse("number", zh, en, node.start, node.end)
    return Constant(number(scale), False, node.start, node.end, value)


def _member(scope: Scope, node: tree.Node, base: tree.Node, name: str) -> Found:
    found = check_node(scope, base)
    if isinstance(found, Many) and isinstance(base, tree.Group):
        found = replace(found, start=base.start)
    return read_member(scope, found, name, node.start, node.end)


def _filter(scope: Scope, found: Found, condition: tree.Node) -> Found:
    if not isinstance(found, Many) or found.value is not None:
        zh, en = "方括号筛选只能跟在多条记录后面", "A filter in brackets follows many records only"
        raise refuse("not_many", zh, en, found.start, found.end)
    test = operators.condition(check_value(scope.of(found.entity), condition))
    if found.where is not None:
        test = operation("and", BOOL, False, test, found.where, test)
    return replace(found, where=test, written=f"{found.written}[...]")


def _unary(scope: Scope, operator: str, operand: tree.Node, at: Core) -> Core:
    value = check_value(scope, operand)
    if operator == "NOT":
        test = operators.condition(value)
        scope.findings.warnings.extend(operators.negation_warnings(test))
        return operation("not", BOOL, False, at, test)
    if not (is_number(value.type) or value.type.name == "duration"):
        raise refuse(
            "not_a_number", f"“{operator}”后面需要数字", f'"{operator}" needs a number after it', value.start, value.end
        )
    return operators.negate(value) if operator == "-" else value


def _binary(scope: Scope, node: tree.Binary) -> Core:
    left, right = check_value(scope, node.left), check_value(scope, node.right)
    match node.operator:
        case "AND" | "OR":
            both = (operators.condition(left), operators.condition(right))
            return operation(node.operator.lower(), BOOL, False, left, *both)
        case "&":
            return operators.concat(left, right)
        case "^":
            return check_call(scope, tree.Call(node.start, node.end, "POWER", (node.left, node.right)))
        case "+" | "-" | "*":
            if scope.schema.blanks == "zero" and is_number(left.type) and is_number(right.type):
                left, right = _zero(node.left, left), _zero(node.right, right)
            return operators.arithmetic(node.operator, left, right)
        case "/":
            return operators.arithmetic("/", left, right)
        case _:
            return operators.comparison(node.operator, left, right)


def _zero(written: tree.Node, value: Core) -> Core:
    while isinstance(written, tree.Group):
        written = written.inner
    is_field = isinstance(written, tree.Name | tree.Member | tree.Input)
    return operators.zero_for_blank(value) if is_field and value.nullable else value


def _in(scope: Scope, subject: Core, items: tuple[tree.Node, ...], negated: bool, at: Core) -> Core:
    if not items:
        raise refuse(
            "empty_list", "IN 的括号里至少写一个值", "IN needs at least one value in its parentheses", at.start, at.end
        )
    values = [check_value(scope, item) for item in items]
    if len(values) > MOST_ARGUMENTS and not all(isinstance(value, Constant) for value in values):
        zh, en = (
            f"IN 的值超过 {MOST_ARGUMENTS} 个时只能写常数",
            f"With more than {MOST_ARGUMENTS} values IN takes constants only",
        )
        raise refuse("arguments", zh, en, at.start, at.end)
    tests = [operators.comparison("=", subject, value) for value in values]
    found = operation("or", BOOL, False, at, *tests)
    return operation("not", BOOL, False, at, found) if negated else found
