"""The core operations in SQL: comparison, logic, text, days and instants."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    Double,
    Integer,
    String,
    and_,
    case,
    cast,
    collate,
    extract,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    true,
)  # fmt: skip
from sqlalchemy.sql.elements import Grouping

from ..core import Constant, Core, FieldRead, Operation, VariableRead
from ..problems import ExpressionError, problem
from ..types import blank_of, is_text
from . import numbers
from .by_day import by_day
from .forms import PostgresForms, let
from .functions import call_sqlite
from .numbers import INTEGER, NUMERIC, infix, scaled
from .raw import constant, raw_type
from .writer import Element, Write, Writer

_NUMERIC = frozenset({"number", "money", "percent", "duration"})
_FIRST_INSTANT, _LAST_INSTANT = -62_135_596_800 * 10**6, 253_402_300_800 * 10**6 - 1


def _sides(w: Writer, node: Operation, bare: bool = False) -> tuple[Element, Element]:
    """Both sides of a comparison at one scale."""
    left, right = node.arguments
    if left.type.name in _NUMERIC:
        if not w.sqlite and (found := _integers(w, left, right)):
            return found
        scale = max(left.type.scale, right.type.scale)
        return scaled(w, left, scale), scaled(w, right, scale)
    if left.type.name == "bool":
        return Grouping(w.value(left)), Grouping(w.value(right))
    if bare:
        return w.bare(left), w.bare(right)
    return w.value(left), w.value(right)


def _integers(w: Writer, left: Core, right: Core) -> tuple[Element, Element] | None:
    """An integer column against a whole constant, as integers, so that PostgreSQL's index serves."""
    for field, other, swap in ((left, right, False), (right, left, True)):
        whole = isinstance(other, Constant) and isinstance(other.value, Decimal) and other.value == int(other.value)
        if isinstance(field, FieldRead) and w.is_integer(field) and whole:
            assert isinstance(other, Constant) and isinstance(other.value, Decimal)
            pair = (w.bare(field), literal(int(other.value), BigInteger()))
            return (pair[1], pair[0]) if swap else pair
    return None


def _equal(w: Writer, node: Operation) -> Element:
    left, right = _sides(w, node)
    if any(one.nullable for one in node.arguments):
        return left.is_not_distinct_from(right)
    return infix(left, "=", right, Boolean())


def _equal_truth(w: Writer, node: Operation) -> Element:
    """Bare where a side cannot be NULL, or is text compared with a literal that is not empty."""
    left, right = node.arguments
    if is_text(left.type) and any(isinstance(one, Constant) and one.value != "" for one in node.arguments):
        return _bare_equal(*_sides(w, node, bare=True))
    a, b = _sides(w, node)
    for given, other in ((left, b), (right, a)):
        if _known(w, given) == (True, None):
            return other.is_(None)
    if all(one.nullable and not _known(w, one)[0] for one in (left, right)):
        return a.is_not_distinct_from(b)
    return _bare_equal(a, b)


def _known(w: Writer, node: Core) -> tuple[bool, object]:
    """Whether the value is known while the statement is written, and that value."""
    if isinstance(node, Constant):
        return True, node.value
    return (True, w.variable(node)) if isinstance(node, VariableRead) else (False, None)


def _bare_equal(left: Element, right: Element) -> Element:
    return left == right


def _differs(w: Writer, node: Operation) -> Element:
    left, right = _sides(w, node)
    if any(one.nullable for one in node.arguments):
        return left.is_distinct_from(right)
    return infix(left, "<>", right, Boolean())


def _ordering(sign: str) -> tuple[Write, Write]:
    def truth(w: Writer, node: Operation) -> Element:
        if (bound := by_day(w, sign, *node.arguments)) is not None:
            return bound
        left, right = _sides(w, node)
        if is_text(node.arguments[0].type) and not w.sqlite:
            left = collate(left, "C")
        found: Element = left.op(sign, is_comparison=True, return_type=Boolean())(right)
        return found

    def value(w: Writer, node: Operation) -> Element:
        found = truth(w, node)
        return _two_valued(w, found) if any(one.nullable for one in node.arguments) else found

    return truth, value


def _two_valued(w: Writer, condition: Element) -> Element:
    return func.coalesce(condition, false() if not w.sqlite else literal(0, Integer()), type_=Boolean())


def _and_truth(w: Writer, node: Operation) -> Element:
    return and_(true(), *(w.truth(one) for one in node.arguments))


def _listed(w: Writer, node: Operation, bare: bool) -> tuple[Element, list[Element]] | None:
    """`x = a OR x = b ...` over one field and known values, as the field and the list: one IN, however long."""
    subject = node.arguments[0].arguments[0] if isinstance(node.arguments[0], Operation) else None
    values: list[Constant] = []
    for test in node.arguments:
        if not isinstance(test, Operation) or test.name != "eq" or not isinstance(subject, FieldRead):
            return None
        left, right = test.arguments
        if not isinstance(left, FieldRead) or left.path != subject.path:
            return None
        if not isinstance(right, Constant) or right.value is None or (bare and right.value == ""):
            return None
        if subject.type.name not in _NUMERIC:
            values.append(right)
        elif isinstance(right.value, Decimal) and right.value == round(right.value, subject.type.scale):
            values.append(replace(right, type=replace(right.type, scale=subject.type.scale)))
    if not isinstance(subject, FieldRead) or not values:
        return None
    sides = [_sides(w, replace(node, name="eq", arguments=(subject, value)), bare=bare) for value in values]
    return sides[0][0], [right for _, right in sides]


def _or_truth(w: Writer, node: Operation) -> Element:
    if found := _listed(w, node, bare=True):
        return found[0].in_(found[1])
    return or_(false(), *(w.truth(one) for one in node.arguments))


def _and(w: Writer, node: Operation) -> Element:
    return and_(true(), *(w.condition(w.value(one)) for one in node.arguments))


def _or(w: Writer, node: Operation) -> Element:
    if found := _listed(w, node, bare=False):
        inside = found[0].in_(found[1])
        return _two_valued(w, inside) if any(one.arguments[0].nullable for one in node.arguments) else inside  # type: ignore[union-attr]
    return or_(false(), *(w.condition(w.value(one)) for one in node.arguments))


def _not(w: Writer, node: Operation) -> Element:
    return not_(w.condition(w.value(node.arguments[0])))


def _if(w: Writer, node: Operation) -> Element:
    condition, then, otherwise = node.arguments
    return case((w.truth(condition), _aligned(w, then, node)), else_=_aligned(w, otherwise, node))


def _aligned(w: Writer, part: Core, whole: Operation) -> Element:
    return scaled(w, part, whole.type.scale) if whole.type.name in _NUMERIC else w.value(part)


def _coalesce(w: Writer, node: Operation) -> Element:
    parts = [_aligned(w, one, node) for one in node.arguments]
    return func.coalesce(*parts, type_=raw_type(w.target, node.type))


def _is_blank(w: Writer, node: Operation) -> Element:
    value = node.arguments[0]
    match blank_of(value.type):
        case "text":
            return infix(w.value(value), "=", literal("", String()), Boolean())
        case "bool":
            return constant(w.target, False, node.type)
        case "list":
            raw = w.bare(value)
            empty: Element = literal_column("'[]'" if w.sqlite else "'[]'::jsonb")
            return or_(raw.is_(None), infix(raw, "=", empty, Boolean()))
        case _:
            return w.value(value).is_(None)


def _concat(w: Writer, node: Operation) -> Element:
    found = w.value(node.arguments[0])
    for one in node.arguments[1:]:
        found = infix(found, "||", w.value(one), String())
    return found


def _to_text(w: Writer, node: Operation) -> Element:
    value = node.arguments[0]
    if value.type.name == "bool":
        return case((w.truth(value), literal("TRUE", String())), else_=literal("FALSE", String()))
    if w.sqlite:
        return call_sqlite(w, node)
    if value.type.name == "date":
        written: Element = func.to_char(w.value(value), "YYYY-MM-DD", type_=String())
    else:
        written = cast(func.trim_scale(w.value(value), type_=NUMERIC), String())
    return func.coalesce(written, literal("", String()), type_=String())


def _add_days(w: Writer, node: Operation) -> Element:
    if w.sqlite:
        return call_sqlite(w, node)
    day, days = (w.value(one) for one in node.arguments)
    return PostgresForms(w.target).add_days(day, days)


def _days_between(w: Writer, node: Operation) -> Element:
    end, start = (w.value(one) for one in node.arguments)
    if w.sqlite:
        julian = infix(func.julianday(end), "-", func.julianday(start), INTEGER)
        return cast(julian, INTEGER)
    return cast(infix(end, "-", start, INTEGER), NUMERIC)


def _since(w: Writer, node: Operation) -> Element:
    end, start = (w.value(one) for one in node.arguments)
    if w.sqlite:
        return infix(end, "-", start, INTEGER)
    return _epoch(end, start)


def _epoch(end: Element, start: Element | None = None) -> Element:
    """Exact seconds since 1970, or between two instants; `extract` is exact where `date_part` is a float."""
    seconds: Element = cast(extract("epoch", end), NUMERIC)
    return seconds if start is None else infix(seconds, "-", cast(extract("epoch", start), NUMERIC), NUMERIC)


def _add_duration(w: Writer, node: Operation) -> Element:
    """Bounded before the instant is built, since PostgreSQL refuses instants far away."""
    instant, span = node.arguments
    if w.sqlite:
        later = infix(w.value(instant), "+", scaled(w, span, 6), INTEGER)
        return numbers.between(later, _FIRST_INSTANT - 1, _LAST_INSTANT + 1, INTEGER)
    total = infix(_epoch(w.value(instant)), "+", w.value(span), NUMERIC)
    low, high = _FIRST_INSTANT // 10**6, _LAST_INSTANT // 10**6
    forms = PostgresForms(w.target)

    def build(seconds: Element) -> Element:
        day = literal(86_400, INTEGER)
        days = func.floor(infix(seconds, "/", day, NUMERIC), type_=NUMERIC)
        rest = infix(seconds, "-", infix(days, "*", day, NUMERIC), NUMERIC)
        zero = literal(0, INTEGER)
        step = func.make_interval(zero, zero, zero, cast(days, INTEGER), zero, zero, cast(rest, Double()))
        local = infix(literal_column("TIMESTAMP '1970-01-01'"), "+", step, DateTime())
        return func.timezone("UTC", local, type_=DateTime(timezone=True))

    return let((forms.within(total, low, high + 1),), build)


def _has(w: Writer, node: Operation) -> Element:
    several, key = node.arguments
    if w.sqlite:
        return func.dg_has(w.bare(several), w.value(key), type_=Integer())
    return func.coalesce(func.jsonb_exists(w.bare(several), cast(w.value(key), String())), false(), type_=Boolean())


def _has_role(w: Writer, node: Operation) -> Element:
    role = node.arguments[0]
    assert isinstance(role, Constant)
    return constant(w.target, role.value in w.env.roles, node.type)


def _refused(w: Writer, node: Operation) -> Element:
    raise ExpressionError(
        [problem("not_in_sql", "这里不能用在数据库查询中", "This cannot be used in a query", node.start, node.end)]
    )


_ORDERINGS = {name: _ordering(sign) for name, sign in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="))}

TRUTHS: dict[str, Write] = {
    "eq": _equal_truth,
    "and": _and_truth,
    "or": _or_truth,
    **{name: truth for name, (truth, _) in _ORDERINGS.items()},
}
"""Forms in which NULL may stand for FALSE."""

OPERATIONS: dict[str, Write] = {
    "add": numbers.plus_minus("+"),
    "sub": numbers.plus_minus("-"),
    "mul": numbers.multiply,
    "div": numbers.divide,
    "neg": numbers.negate,
    "round": numbers.rounding,
    "round_up": numbers.rounding,
    "round_down": numbers.rounding,
    "least": numbers.extreme,
    "greatest": numbers.extreme,
    "eq": _equal,
    "ne": _differs,
    **{name: value for name, (_, value) in _ORDERINGS.items()},
    "and": _and,
    "or": _or,
    "not": _not,
    "if": _if,
    "coalesce": _coalesce,
    "is_blank": _is_blank,
    "concat": _concat,
    "to_text": _to_text,
    "add_days": _add_days,
    "days_between": _days_between,
    "since": _since,
    "add_duration": _add_duration,
    "has": _has,
    "has_role": _has_role,
    "is_new": _refused,
    "changed": _refused,
}
"""Exact forms."""
