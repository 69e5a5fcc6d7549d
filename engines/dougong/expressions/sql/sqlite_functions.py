"""Functions that SQLite lacks, registered on its connections: the Python implementations, over raw values. All deterministic."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from sqlite3 import Connection
from typing import Any

from dougong.metamodel.value_type import ValueType

from ..functions import FUNCTIONS
from ..functions.kind import Native
from ..functions.signature import read_signatures
from ..python import runtime
from ..types import LIMIT
from .raw import for_sqlite
from .types import from_micros

LONG = 64
"""Characters of an argument above which a value is worked out anew each time."""
_CORE: dict[str, Callable[..., Any]] = {
    "to_text": runtime.to_text,
    "add_days": runtime.add_days,
    "add_duration": runtime.later,
}


def register_sqlite(connection: Connection) -> None:
    """Adds the functions to a DBAPI connection; call it from the pool's `connect` event."""
    connection.create_function("dg_call", -1, _call, deterministic=True)
    for name, call in of_text().values():
        if name.startswith("dg_"):  # the others are SQLite's own
            connection.create_function(name, -1, call, deterministic=True)
    connection.create_function("dg_mul", 4, _multiply, deterministic=True)
    connection.create_function("dg_div", 4, _divide, deterministic=True)
    connection.create_function("dg_round", 4, _round, deterministic=True)
    connection.create_function("dg_has", 2, _has, deterministic=True)


@cache
def of_text() -> Mapping[str, tuple[str, Callable[..., Any]]]:
    """Functions that take text alone and give text or a truth, with a name of their own on SQLite: a filter asks them of
    each row, where reading types would cost most of the time, and Python itself is asked where SQLite has none like it."""
    return {
        name: (
            meaning.sqlite or f"dg_{name.lower()}",
            _of_text(meaning.python, "" if signature.result == "text" else 0),
        )
        for name, function in FUNCTIONS.items()
        if isinstance(meaning := function.meaning, Native)
        for signature in read_signatures(function.signature)
        if signature.result in ("text", "bool") and all(one.kind == "text" for one in signature.parameters)
    }


def _of_text(function: Callable[..., Any], blank: Any) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        return blank if None in given else function(*given)

    return call


def _half_up(numerator: int, denominator: int) -> int:
    """Quotient rounded half away from zero."""
    whole, rest = divmod(abs(numerator), abs(denominator))
    whole += 2 * rest >= abs(denominator)
    return whole if (numerator < 0) == (denominator < 0) else -whole


def _bounded(value: int, scale: int) -> int | None:
    return value if abs(value) < LIMIT * 10**scale else None


def _multiply(a: int | None, b: int | None, drop: int, scale: int) -> int | None:
    """Product of scaled integers; `drop` digits more than the result's scale."""
    if a is None or b is None:
        return None
    return _bounded(_half_up(a * b, 10**drop), scale)


def _divide(a: int | None, b: int | None, lift: int, scale: int) -> int | None:
    """Quotient of scaled integers; the dividend is lifted by digits first."""
    if a is None or not b:
        return None
    return _bounded(_half_up(a * 10**lift, b), scale)


def _round(x: int | None, drop: int, scale: int, mode: str) -> int | None:
    if x is None:
        return None
    step = 10**drop
    match mode:
        case "round":
            found = _half_up(x, step)
        case "round_up":
            found = -(-abs(x) // step) * (1 if x >= 0 else -1)
        case _:
            found = abs(x) // step * (1 if x >= 0 else -1)
    return _bounded(found, scale)


def _has(keys: str | None, key: str) -> int:
    return int(keys is not None and key in json.loads(keys))


@cache
def _plan(
    name: str, spec: str
) -> tuple[Callable[..., Any], tuple[Callable[[Any], Any], ...], Callable[[Any], Any], Any]:
    """The implementation, a reader per argument, a writer of the result and what a blank argument gives; spec e.g.
    `text,number:2>date`."""
    given, result = spec.split(">")
    function = _CORE.get(name)
    if function is None:
        meaning = FUNCTIONS[name].meaning
        assert isinstance(meaning, Native)
        function = meaning.python
    kind, _, scale = result.partition(":")
    readers = tuple(_reader(one) for one in given.split(",") if one)
    blank = {"text": "", "bool": 0}.get(kind)
    return function, readers, _writer(ValueType(kind, scale=int(scale or 0))), blank  # type: ignore[arg-type]


def _reader(written: str) -> Callable[[Any], Any]:
    from datetime import date

    kind, _, scale = written.partition(":")
    match kind:
        case "number" | "money" | "percent" | "duration":
            digits = -int(scale or 0)
            return lambda value: Decimal(value).scaleb(digits)
        case "date":
            return date.fromisoformat
        case "datetime":
            return from_micros
        case "bool":
            return bool
        case _:
            return lambda value: value


def _writer(kind: ValueType) -> Callable[[Any], Any]:
    """What SQLite is given for a result; a number out of bounds is blank."""
    from datetime import date

    match kind.name:
        case "text" | "choice":
            return lambda found: found
        case "date":
            return date.isoformat
        case _:
            return lambda found: None if isinstance(found, Decimal) and abs(found) >= LIMIT else for_sqlite(found, kind)


def _call(name: str, spec: str, *given: Any) -> Any:
    """The function's value; for arguments that are short it is remembered, since lists ask for the same again."""
    for one in given:
        if type(one) is str and len(one) > LONG:
            return _worked_out(name, spec, *given)
    return _known(name, spec, *given)


def _worked_out(name: str, spec: str, *given: Any) -> Any:
    """Blank when an argument is, text and yes/no then "" and 0."""
    function, readers, write, blank = _plan(name, spec)
    if None in given:
        return blank
    found = function(*[read(value) for read, value in zip(readers, given)])  # noqa: B905 - once per cell
    return None if found is None else write(found)


_known = lru_cache(maxsize=16_384, typed=True)(_worked_out)
