"""Cores to the text of one ES module; what the browser cannot evaluate says why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dougong.metamodel.text import LocalText

from ..checking.places import places_of
from ..core import Core
from .source import Module, function

RUNTIME = Path(__file__).parent / "runtime.js"
"""The module that generated ones are given; it is served as it stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """An ES module: its default export takes the runtime and gives functions `(row, env)`, one per formula, in order.

    Row, env (`env_to_json`) and results are canonical JSON.
    """

    text: str


@dataclass(frozen=True, slots=True)
class ServerOnly:
    """Why a formula has no JavaScript; `start` and `end` are where in its text."""

    reason: LocalText
    start: int
    end: int


def compile_js(core: Core) -> Source | ServerOnly:
    """The module of one formula."""
    refusal = places_of(core).refusals.get("javascript")
    if refusal is not None:
        return ServerOnly(refusal.message, refusal.start, refusal.end)
    return compile_js_many([core])


def compile_js_many(cores: Sequence[Core]) -> Source:
    """One module for formulas that `compile_js` takes."""
    module = Module()
    names = [function(module, core, result=True) for core in cores]
    lines = [
        "export default (rt) => {",
        f"const K = {json.dumps(module.constants)};",
        *module.lines,
        f"return [{', '.join(names)}];",
        "};",
    ]
    return Source("\n".join(lines) + "\n")
