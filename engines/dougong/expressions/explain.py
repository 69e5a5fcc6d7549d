"""Why a formula gave what it gave: a walk over the typed core that keeps the value of every node.

It is for people, one record at a time; records in numbers go through the compiled function.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .checking.check import Checked
from .core import Aggregate, Core, parts
from .env import Env
from .python.compile import compile_core


@dataclass(frozen=True, slots=True)
class Explained:
    """A node: the text it stands for (start..end of the source), its canonical value, and the nodes below."""

    text: str
    start: int
    end: int
    value: Any
    parts: tuple["Explained", ...] = ()


def explain(checked: Checked, row: Mapping[str, Any], env: Env) -> Explained:
    """The formula's value for a row, with the value of every part that stands in its text."""
    return _explain(checked.core, checked.source, row, env)


def _explain(node: Core, source: str, row: Mapping[str, Any], env: Env) -> Explained:
    below = tuple(_explain(one, source, row, env) for one in parts(node))
    found = compile_core(node)(row, env)
    if isinstance(node, Aggregate) and node.where is not None:
        kept = replace(node, name="COUNT", value=None, order=None)
        below = (Explained(source[node.start : node.end], node.start, node.end, compile_core(kept)(row, env)),)
    return Explained(source[node.start : node.end], node.start, node.end, found, _shown(node, below))


def _shown(node: Core, below: tuple[Explained, ...]) -> tuple[Explained, ...]:
    """Parts that are only the checker's rewriting stand at the same place: what is below them is shown instead."""
    found: list[Explained] = []
    for one in below:
        same = (one.start, one.end) == (node.start, node.end)
        found.extend(one.parts if same and one.parts else (one,))
    return tuple(found)
