"""Functions in SQL: PostgreSQL forms from their literals, on SQLite the Python implementations by one registered function."""

from typing import Any

from sqlalchemy import String, cast, func, literal

from ..core import Constant, Core, Operation
from ..functions import FUNCTIONS
from ..functions.kind import Native
from ..functions.signature import Signature, read_signatures
from ..types import is_text
from .forms import PostgresForms
from .numbers import NUMERIC, bounded
from .raw import constant, raw_type
from .sqlite_days import day_in_zone
from .sqlite_functions import of_text
from .writer import Element, Writer

_NUMERIC = frozenset({"number", "money", "percent", "duration"})


def call_function(w: Writer, node: Operation) -> Element:
    """A function of the language over raw values."""
    if w.sqlite:
        return call_sqlite(w, node)
    meaning = FUNCTIONS[node.name].meaning
    assert isinstance(meaning, Native) and meaning.postgresql is not None
    signature = _signature(node)
    arguments: list[Any] = [
        one.value if signature.parameter(n).kind == "literal" and isinstance(one, Constant) else w.value(one)
        for n, one in enumerate(node.arguments)
    ]
    if meaning.extra in ("zone", "workdays"):
        arguments.append(getattr(w.env, meaning.extra))
    found: Element = meaning.postgresql(PostgresForms(w.target), *arguments)
    if node.type.name in _NUMERIC:
        exact = cast(found, NUMERIC)
        return bounded(w, exact, node.type.scale) if signature.partial else exact
    nullable = any(one.nullable for one in node.arguments)
    if nullable and (is_text(node.type) or node.type.name == "bool"):
        otherwise = constant(w.target, "" if is_text(node.type) else False, node.type)
        return func.coalesce(found, otherwise, type_=raw_type(w.target, node.type))
    return found


def _signature(node: Operation) -> Signature:
    found = read_signatures(FUNCTIONS[node.name].signature)
    return next(one for one in found if one.most is None or one.least <= len(node.arguments) <= one.most)


def call_sqlite(w: Writer, node: Operation) -> Element:
    """`dg_call(name, 'argument types>result type', ...)`, or the function of text by its own name."""
    given = [w.value(one) for one in node.arguments]
    kinds = [_kind(one) for one in node.arguments]
    function = FUNCTIONS.get(node.name)
    if function is not None and isinstance(function.meaning, Native) and function.meaning.extra:
        given.append(literal(getattr(w.env, function.meaning.extra), String()))
        kinds.append("text")
    type_ = raw_type(w.target, node.type)
    if node.name in of_text() and all(kind == "text" for kind in kinds):
        name, _ = of_text()[node.name]
        found: Element = getattr(func, name)(*given, type_=type_)
        return found
    spec = f"{','.join(kinds)}>{_kind(node)}"
    called: Element = func.dg_call(literal(node.name, String()), literal(spec, String()), *given, type_=type_)
    if node.name == "DATE" and kinds[0] == "datetime":
        return day_in_zone(given[0], w.env.zone, called)
    return called


def _kind(node: Core) -> str:
    if node.type.name in _NUMERIC:
        return f"{node.type.name}:{node.type.scale}"
    return "text" if is_text(node.type) else node.type.name
