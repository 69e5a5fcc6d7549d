"""Core nodes that several functions expand to."""

from dataclasses import replace
from functools import reduce

from ..core import Core
from ..types import BOOL, common, is_text, may_be_null
from .kind import Call

MOST_BRANCHES = 50
"""Branches nest; more of them belong into a decision table."""


def choose(call: Call, condition: Core, then: Core, otherwise: Core) -> Core:
    """`then` where the condition holds; both have one type already."""
    shared = common(then.type, otherwise.type) or then.type
    nullable = may_be_null(shared) and (then.nullable or otherwise.nullable)
    return call.operation("if", shared, condition, then, otherwise, nullable=nullable)


def first_of(call: Call, value: Core, otherwise: Core) -> Core:
    """`value` unless it is blank; text is blank when empty."""
    shared = common(value.type, otherwise.type) or value.type
    if is_text(shared):
        empty = call.operation("is_blank", BOOL, value, nullable=False)
        return choose(call, empty, otherwise, value)
    if not value.nullable:
        return value
    return call.operation("coalesce", shared, value, otherwise, nullable=otherwise.nullable)


def extreme(call: Call, name: str) -> Core:
    """The least or greatest of plain values; blank if any is."""
    if len(call.arguments) < 1:
        raise call.refuse("至少写一个值", "at least one value is needed")
    values = call.unify(call.arguments)
    shared = reduce(lambda a, b: common(a, b) or a, (value.type for value in values))
    if shared.name not in ("number", "money", "percent", "date", "datetime", "duration"):
        raise call.refuse("只能比较数字、日期或时间", "only numbers, dates and times have one", 0)
    nullable = any(value.nullable for value in values)
    return replace(call.operation(name, shared, *values, nullable=nullable), nullable=nullable)
