"""Which call the cursor stands in, and at which of its arguments: what an editor shows beside a formula being typed."""

import re
from dataclasses import dataclass

from dougong.metamodel.text import LocalText

from .functions import FUNCTIONS
from .functions.signature import read_signatures

_PIECE = re.compile(r'"(?:[^"]|"")*"?|//[^\n]*|[^\W\d]\w*|\s+|.', re.DOTALL)
_OPEN, _CLOSE, _NEXT = "(（[［", ")）]］", ",，"


@dataclass(frozen=True, slots=True)
class Hint:
    """`signatures` as declared, overloads apart; `argument` is the index into the parameters, `parameter` its name in the
    first overload that has it; `start` is where the call begins."""

    name: str
    signatures: tuple[str, ...]
    argument: int
    parameter: str
    doc: LocalText
    examples: tuple[str, ...]
    start: int


def hint(written: str, position: int) -> Hint | None:
    """The innermost call of a function around a position (code points), None when there is none."""
    calls: list[tuple[str, int, int]] = []
    name, at = "", 0
    for match in _PIECE.finditer(written, 0, position):
        piece = match[0]
        if piece in _OPEN:
            calls.append((name, at, 0))
        elif piece in _CLOSE and calls:
            calls.pop()
        elif piece in _NEXT and calls:
            calls[-1] = (*calls[-1][:2], calls[-1][2] + 1)
        if not piece.isspace():
            name, at = (piece.upper(), match.start()) if piece.isidentifier() else ("", 0)
    inside = next(((n, start, argument) for n, start, argument in reversed(calls) if n in FUNCTIONS), None)
    return None if inside is None else _hint(*inside)


def _hint(name: str, start: int, argument: int) -> Hint:
    function = FUNCTIONS[name]
    takes = (one for one in read_signatures(function.signature) if one.most is None or argument < one.most)
    parameter = next((one.parameter(argument).name for one in takes if one.parameters), "")
    signatures = tuple(function.signature.split(" | "))
    return Hint(name, signatures, argument, parameter, function.doc, tuple(one for one, _ in function.examples), start)
