"""Signatures as written in a function's literal, read once: parameters with types, and the result."""

import re
from dataclasses import dataclass
from functools import cache

from dougong.metamodel.value_type import ValueType

_SHAPE = re.compile(r"\s*(\w+)\((.*?)\)\s*->\s*(.+?)\s*")
_RESULT = re.compile(r"(\w+)(?:\((\w+)\))?(\?)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind`: number, text, bool, date, day (a date, or an instant's date), datetime, duration, ref, many, any, literal."""

    name: str
    kind: str
    optional: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    result: str
    scale_from: str
    partial: bool
    """The result may be blank although no argument is."""

    @property
    def least(self) -> int:
        return sum(not p.optional and not p.repeated for p in self.parameters)

    @property
    def most(self) -> int | None:
        """None: any number."""
        return None if any(p.repeated for p in self.parameters) else len(self.parameters)

    def parameter(self, index: int) -> Parameter:
        """The parameter an argument belongs to; repeated ones take all that follow."""
        if index < len(self.parameters):
            return self.parameters[index]
        return self.parameters[-1]

    def result_type(self, arguments: tuple[ValueType, ...]) -> ValueType:
        """The result: `number(2)` has that scale, `number(name)` the scale of that argument."""
        if not self.scale_from:
            return ValueType(self.result)  # type: ignore[arg-type]
        if self.scale_from.isdigit():
            return ValueType(self.result, scale=int(self.scale_from))  # type: ignore[arg-type]
        at = next(n for n, p in enumerate(self.parameters) if p.name == self.scale_from)
        return ValueType(self.result, scale=arguments[at].scale)  # type: ignore[arg-type]


@cache
def read_signatures(written: str) -> tuple[Signature, ...]:
    """All overloads of a signature, separated by ` | `."""
    return tuple(_read(one) for one in written.split(" | "))


def _read(written: str) -> Signature:
    match = _SHAPE.fullmatch(written)
    assert match, written
    result = _RESULT.fullmatch(match[3])
    assert result, written
    parameters = tuple(_parameter(one) for one in match[2].split(",") if one.strip())
    return Signature(parameters, result[1], result[2] or "", bool(result[3]))


def _parameter(written: str) -> Parameter:
    name, _, kind = (part.strip() for part in written.partition(":"))
    return Parameter(name.rstrip("?."), kind, name.endswith("?"), name.endswith("..."))
