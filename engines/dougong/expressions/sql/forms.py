"""The building blocks of PostgreSQL forms: what a function's literal may use without knowing SQLAlchemy."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Integer,
    Numeric,
    String,
    case,
    cast,
    collate,
    func,
    literal,
    literal_column,
    null,
)  # fmt: skip
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from .numbers import EXACT, NUMERIC, infix
from .target import Target
from .writer import Element

_TYPES: dict[str, TypeEngine[Any]] = {
    "integer": Integer(), "bigint": BigInteger(), "numeric": Numeric(), "exact": EXACT, "date": Date(), "text": String(),
    "boolean": Boolean(), "dates": ARRAY(Date()), "timestamp": DateTime(), "instant": DateTime(timezone=True),
}  # fmt: skip
_HAIR = Decimal("0.0000001")
_SMALL, _LARGE = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DEPTH: ContextVar[int] = ContextVar("let_depth", default=0)


class Let(FunctionElement[Any]):
    """`(SELECT body FROM (SELECT v AS v0, ...) AS l0)`: values that a body uses more than once."""

    name = "let"
    inherit_cache = True


@compiles(Let)
def _let(element: Any, compiler: Any, **options: Any) -> str:
    *values, body, alias = element.clauses
    columns = ", ".join(f"{compiler.process(v, **options)} AS v{n}" for n, v in enumerate(values))
    return (
        f"(SELECT {compiler.process(body, **options)} FROM (SELECT {columns}) AS {compiler.process(alias, **options)})"  # noqa: S608
    )


def let(values: tuple[Element, ...], body: Callable[..., Element]) -> Element:
    """The body over values that are worked out once; a body inside a body sees both."""
    depth = _DEPTH.get()
    token = _DEPTH.set(depth + 1)
    try:
        names = [literal_column(f"l{depth}.v{n}", value.type) for n, value in enumerate(values)]
        inner = body(*names)
    finally:
        _DEPTH.reset(token)
    found = Let(*values, inner, literal_column(f"l{depth}"))
    found.type = inner.type
    return found


def element(value: Any) -> Element:
    """Plain values become bound parameters."""
    match value:
        case None:
            return null()
        case bool():
            return literal(value, Boolean())
        case int():
            return literal(value, Integer())
        case Decimal():
            return literal(value, NUMERIC)
        case str():
            return literal(value, String())
        case _:
            found: Element = value
            return found


def _strictly_between(value: Element, bottom: Element, top: Element, type_: TypeEngine[Any]) -> Element:
    """NULL unless bottom < value < top: clamped to the bounds, which then become NULL."""
    clamped = func.greatest(func.least(value, top, type_=type_), bottom, type_=type_)
    return func.nullif(func.nullif(clamped, top, type_=type_), bottom, type_=type_)


@dataclass(frozen=True, slots=True)
class PostgresForms:
    """Implements `functions.kind.Sql`."""

    target: Target

    def call(self, name: str, *arguments: Any) -> Element:
        if name == "-":
            return infix(literal(0, Integer()), "-", element(arguments[0]), NUMERIC)
        found: Element = getattr(func, name)(*(element(one) for one in arguments))
        return found

    def infix(self, left: Any, operator: str, right: Any) -> Element:
        comparison = operator in ("=", "<", "<=", ">", ">=", "~", "IS")
        return infix(element(left), operator, element(right), Boolean() if comparison else NUMERIC)

    def cast(self, value: Any, name: str) -> Element:
        return cast(element(value), _TYPES[name])

    def case(self, condition: Any, value: Any, otherwise: Any) -> Element:
        return case((condition, element(value)), else_=element(otherwise))

    def within(self, value: Any, low: int, high: int) -> Element:
        bottom, top = literal(low - _HAIR, NUMERIC), literal(high + _HAIR, NUMERIC)
        return _strictly_between(element(value), bottom, top, NUMERIC)

    def within_dates(self, value: Any) -> Element:
        bottom: Element = literal_column("DATE '0001-12-31 BC'")
        top: Element = literal_column("DATE '10000-01-01'")
        return _strictly_between(element(value), bottom, top, Date())

    def within_instants(self, value: Any) -> Element:
        bottom: Element = literal_column("TIMESTAMPTZ '0001-12-31 23:59:59.999999+00 BC'")
        top: Element = literal_column("TIMESTAMPTZ '10000-01-01 00:00:00+00'")
        return _strictly_between(element(value), bottom, top, DateTime(timezone=True))

    def add_days(self, day: Any, days: Any) -> Element:
        first = literal_column("DATE '0001-01-01'", Date())
        ordinal = infix(
            cast(infix(element(day), "-", first, Integer()), NUMERIC), "+", func.trunc(element(days)), NUMERIC
        )
        return infix(first, "+", cast(self.within(ordinal, 0, 3_652_058), Integer()), Date())

    def fold(self, value: Any, function: str) -> Element:
        given = element(value)
        if self.target.collation is None:
            letters = (_SMALL, _LARGE) if function == "upper" else (_LARGE, _SMALL)
            return func.translate(given, *map(element, letters), type_=String())
        folded = getattr(func, function)(collate(given, self.target.collation), type_=String())
        return collate(folded, "C")

    def let(self, values: tuple[Any, ...], body: Callable[..., Any]) -> Element:
        return let(tuple(element(one) for one in values), body)

    def code_points(self, value: Any) -> Element:
        return collate(element(value), "C")
