"""Figures over related rows as correlated sub-queries."""

from sqlalchemy import Boolean, Select, String, UnaryExpression, case, cast, func, literal, not_, select
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.operators import custom_op

from ..core import Aggregate, Core
from ..types import LIMIT, is_text
from .numbers import INTEGER, NUMERIC, between, bounded, infix, integer, pg_quotient
from .raw import constant, raw_type
from .resolver import SubScope
from .writer import Element, Writer

_SPLIT = 10**6
_NUMERIC = frozenset({"number", "money", "percent", "duration"})


def aggregate(w: Writer, node: Aggregate) -> Element:
    """The figure over the rows of a relation."""
    rows = w.resolver.relation(node.relation)
    inner = Writer(rows.resolver, w.env, w.operations, w.truths, w.functions, w.aggregates)
    match node.name:
        case "ANY" | "ALL":
            return _quantified(inner, node, rows)
        case "FIRST" | "LAST":
            return _picked(inner, node, rows)
        case "JOIN":
            return _joined(inner, node, rows)
        case "COUNT":
            return _counted(inner, node, rows)
        case "SUM":
            return _sum(inner, node, rows)
        case "AVERAGE":
            return _average(inner, node, rows)
        case _:
            return _extreme(inner, node, rows)


def _filtered(
    inner: Writer, node: Aggregate, rows: SubScope, *columns: Element, also: Element | None = None
) -> Select[tuple[object, ...]]:
    """The columns of the rows that pass the filter; everything is resolved before the select is asked for."""
    test = inner.truth(node.where) if node.where is not None else None
    query = rows.select(*columns)
    for one in (test, also):
        if one is not None:
            query = query.where(_looked_at(one) if inner.sqlite else one)
    return query


def _looked_at(test: Element) -> Element:
    """A condition that SQLite asks of each row and never serves from an index: without statistics it takes any index
    for as good as that of the relation's link, and reads every row of a stage to find the few of one record."""
    return UnaryExpression(Grouping(test), operator=custom_op("+"), type_=Boolean())


def _value(inner: Writer, node: Aggregate) -> tuple[Core, Element]:
    assert node.value is not None
    return node.value, inner.value(node.value)


def _present(inner: Writer, value: Core, element: Element) -> Element:
    """Whether a value is not blank."""
    if is_text(value.type):
        return element != literal("", String())
    return element.is_not(None)


def _counted(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    if node.value is None:
        query = _filtered(inner, node, rows, func.count())
    else:
        value, element = _value(inner, node)
        counted = func.nullif(element, literal("", String())) if is_text(value.type) else element
        query = _filtered(inner, node, rows, func.count(counted))
    found = query.scalar_subquery()
    return found if inner.sqlite else cast(found, NUMERIC)


def _quantified(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    test: Element | None = None
    if node.value is not None:
        truth = inner.truth(node.value)
        test = truth if node.name == "ANY" else not_(inner.condition(inner.value(node.value)))
    query = _filtered(inner, node, rows, literal(1, INTEGER), also=test)
    found = query.exists()
    return found if node.name == "ANY" else not_(found)


def _total(inner: Writer, element: Element, scale: int) -> Element:
    """The exact sum of all rows. SQLite's sum() fails when it leaves 64 bits, so high and low digits are summed apart."""
    if not inner.sqlite:
        return bounded(inner, func.coalesce(func.sum(element), literal(0, NUMERIC), type_=NUMERIC), scale)
    high = func.coalesce(func.sum(infix(element, "/", integer(_SPLIT), INTEGER)), integer(0), type_=INTEGER)
    low = func.coalesce(func.sum(infix(element, "%", integer(_SPLIT), INTEGER)), integer(0), type_=INTEGER)
    most = 4 * 10**12
    lifted = infix(between(high, -most, most, INTEGER), "*", integer(_SPLIT), INTEGER)
    limit = LIMIT * 10**scale
    return between(infix(lifted, "+", low, INTEGER), -limit, limit, INTEGER)


def _sum(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    value, element = _value(inner, node)
    return _filtered(inner, node, rows, _total(inner, element, value.type.scale)).scalar_subquery()


def _average(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    value, element = _value(inner, node)
    total, count = _total(inner, element, value.type.scale), func.count(element)
    scale = node.type.scale
    if inner.sqlite:
        mean: Element = func.dg_div(total, count, integer(scale - value.type.scale), integer(scale), type_=INTEGER)
    else:
        mean = bounded(inner, pg_quotient(total, count, scale), scale)
    return _filtered(inner, node, rows, mean).scalar_subquery()


def _extreme(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    _, element = _value(inner, node)
    pick = func.min if node.name == "MIN" else func.max
    return _filtered(inner, node, rows, pick(element, type_=raw_type(inner.target, node.type))).scalar_subquery()


def _picked(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    """The first or last value that is not blank, by the given order and then by id."""
    value, element = _value(inner, node)
    identity = inner.resolver.column(("id",))
    keys: list[Element] = []
    if node.order is not None:
        order = inner.value(node.order)
        keys = [case((order.is_(None), integer(1)), else_=integer(0)), order]
        if is_text(node.order.type) and not inner.sqlite:
            keys[1] = order.collate("C")
    backwards = node.name == "LAST"
    ordered = [*keys[:1], *((one.desc() if backwards else one.asc()) for one in (*keys[1:], identity))]
    query = _filtered(inner, node, rows, element, also=_present(inner, value, element)).order_by(*ordered).limit(1)
    found = query.scalar_subquery()
    if is_text(node.type) or node.type.name == "bool":
        otherwise = constant(inner.target, "" if is_text(node.type) else False, node.type)
        return func.coalesce(found, otherwise, type_=raw_type(inner.target, node.type))
    return found


def _joined(inner: Writer, node: Aggregate, rows: SubScope) -> Element:
    value, element = _value(inner, node)
    identity = inner.resolver.column(("id",))
    present = _present(inner, value, element)
    separator = literal(node.separator, String())
    if inner.sqlite:
        ordered = _filtered(inner, node, rows, element.label("v"), also=present).order_by(identity).subquery()
        joined = select(func.group_concat(ordered.c.v, separator)).scalar_subquery()
    else:
        from sqlalchemy.dialects.postgresql import aggregate_order_by

        text = func.string_agg(element, aggregate_order_by(separator, identity))
        joined = _filtered(inner, node, rows, text, also=present).scalar_subquery()
    return func.coalesce(joined, literal("", String()), type_=String())
