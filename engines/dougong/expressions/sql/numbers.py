"""Arithmetic in SQL: scaled integers on SQLite, NUMERIC on PostgreSQL, both held below the bound."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Numeric, String, func, literal
from sqlalchemy.types import TypeEngine

from ..core import Constant, Core, Operation
from ..types import LIMIT
from .raw import constant
from .writer import Element, Writer

NUMERIC = Numeric()
INTEGER = Integer()
EXACT = Numeric(60, 30)


def integer(value: int) -> Element:
    """A bound whole number."""
    return literal(value, INTEGER)


def infix(left: Element, sign: str, right: Element, type_: TypeEngine[Any]) -> Element:
    """`left sign right` with no coercion."""
    found: Element = left.op(sign, return_type=type_)(right)
    return found


def scaled(w: Writer, node: Core, scale: int) -> Element:
    """A number's raw value at a scale at least its own."""
    if w.sqlite and isinstance(node, Constant):
        return constant(w.target, node.value, replace(node.type, scale=scale))
    value = w.value(node)
    missing = scale - node.type.scale
    if not w.sqlite or missing == 0:
        return value
    return infix(value, "*", integer(10**missing), INTEGER)


def between(value: Element, low: int, high: int, type_: TypeEngine[Any]) -> Element:
    """The number when low < value < high, else NULL; written without repeating the value.

    `greatest` and `least` skip NULL on PostgreSQL: a NULL then becomes a bound, and the bounds become NULL.
    """
    least, greatest = (func.min, func.max) if isinstance(type_, Integer) else (func.least, func.greatest)
    top, bottom = literal(high, type_), literal(low, type_)
    clamped = greatest(least(value, top, type_=type_), bottom, type_=type_)
    return func.nullif(func.nullif(clamped, top, type_=type_), bottom, type_=type_)


def bounded(w: Writer, value: Element, scale: int) -> Element:
    """The number, NULL when it is 10^12 or more."""
    if w.sqlite:
        limit = LIMIT * 10**scale
        return between(value, -limit, limit, INTEGER)
    return between(value, -LIMIT, LIMIT, NUMERIC)


def plus_minus(sign: str) -> Any:
    """`a + b` or `a - b`."""

    def write(w: Writer, node: Operation) -> Element:
        left, right = (scaled(w, one, node.type.scale) for one in node.arguments)
        return bounded(w, infix(left, sign, right, INTEGER if w.sqlite else NUMERIC), node.type.scale)

    return write


def multiply(w: Writer, node: Operation) -> Element:
    """Product rounded to the result's scale."""
    a, b = node.arguments
    scale = node.type.scale
    digits = a.type.scale + b.type.scale
    if w.sqlite:
        if digits < scale:
            return func.dg_mul(
                scaled(w, a, a.type.scale + scale - digits), w.value(b), integer(0), integer(scale), type_=INTEGER
            )
        return func.dg_mul(w.value(a), w.value(b), integer(digits - scale), integer(scale), type_=INTEGER)
    product = infix(w.value(a), "*", w.value(b), NUMERIC)
    return bounded(w, func.round(product, integer(scale), type_=NUMERIC) if digits > scale else product, scale)


def divide(w: Writer, node: Operation) -> Element:
    """Quotient rounded to the result's scale; NULL for a divisor of 0."""
    a, b = node.arguments
    scale = node.type.scale
    if w.sqlite:
        lift = scale + b.type.scale - a.type.scale
        divisor = w.value(b)
        if lift < 0:
            divisor, lift = infix(divisor, "*", integer(10**-lift), INTEGER), 0
        return func.dg_div(w.value(a), divisor, integer(lift), integer(scale), type_=INTEGER)
    return bounded(w, pg_quotient(w.value(a), w.value(b), scale), scale)


def pg_quotient(a: Element, b: Element, scale: int) -> Element:
    """PostgreSQL picks a scale of its own for quotients, so the dividend carries thirty digits."""
    from sqlalchemy import cast

    quotient = infix(cast(a, EXACT), "/", func.nullif(b, literal(0, NUMERIC), type_=NUMERIC), NUMERIC)
    return func.round(quotient, integer(scale), type_=NUMERIC)


def negate(w: Writer, node: Operation) -> Element:
    """`-a`."""
    kind = INTEGER if w.sqlite else NUMERIC
    return infix(literal(0, kind), "-", w.value(node.arguments[0]), kind)


def rounding(w: Writer, node: Operation) -> Element:
    """round, round_up and round_down to the result's scale."""
    value = node.arguments[0]
    scale = node.type.scale
    raw = w.value(value)
    if w.sqlite:
        drop = value.type.scale - scale
        if drop <= 0:
            return raw
        return func.dg_round(raw, integer(drop), integer(scale), literal(node.name, String()), type_=INTEGER)
    if node.name == "round":
        return bounded(w, func.round(raw, integer(scale), type_=NUMERIC), scale)
    if node.name == "round_down":
        return func.trunc(raw, integer(scale), type_=NUMERIC)
    step = literal(10**scale, NUMERIC)

    def away(x: Element) -> Element:
        size = func.ceil(infix(func.abs(x, type_=NUMERIC), "*", step, NUMERIC), type_=NUMERIC)
        unit = literal(Decimal(1).scaleb(-scale), NUMERIC)
        return infix(infix(func.sign(x, type_=NUMERIC), "*", size, NUMERIC), "*", unit, NUMERIC)

    from .forms import let

    return bounded(w, func.round(let((raw,), away), integer(scale), type_=NUMERIC), scale)


def extreme(w: Writer, node: Operation) -> Element:
    """The least or greatest value, NULL if any is: PostgreSQL's own skip NULLs."""
    from sqlalchemy import case, null, or_

    from .forms import let
    from .raw import raw_type

    kind = raw_type(w.target, node.type)
    numeric = isinstance(kind, Integer | Numeric) and node.type.name not in ("datetime", "date")
    values = [scaled(w, one, node.type.scale) if numeric else w.value(one) for one in node.arguments]
    if len(values) == 1:
        return values[0]
    if w.sqlite:
        return (func.min if node.name == "least" else func.max)(*values, type_=kind)
    pick = func.least if node.name == "least" else func.greatest
    if not node.nullable:
        return pick(*values, type_=kind)
    return let(
        tuple(values),
        lambda *given: case((or_(*(one.is_(None) for one in given)), null()), else_=pick(*given, type_=kind)),
    )
