"""Checked formulas to Python functions over rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..checking.check import Checked
from ..core import Core
from ..env import Env
from .source import RUNTIME, Module, function

Compiled = Callable[[Mapping[str, Any], Env], Any]
"""A row (dotted path to canonical value; a to-many path holds a list of such rows) and the Env, to a canonical value."""
BUILTINS = {"min": min, "max": max}


def compile_python(checked: Checked) -> Compiled:
    """The formula as a function that gives its value, None for blank. It never raises for canonical rows."""
    return compile_core(checked.core)


def compile_core(core: Core) -> Compiled:
    """The same for a core of any origin."""
    module = Module()
    function(module, "main", [core])
    return _load(module)


def compile_python_many(formulas: Sequence[Checked]) -> Callable[[Mapping[str, Any], Env], tuple[Any, ...]]:
    """One function for all formulas: fields are read once. Gives their values in order."""
    if not formulas:
        return lambda _row, _env: ()
    module = Module()
    function(module, "main", [one.core for one in formulas])
    found = _load(module)
    return found if len(formulas) > 1 else lambda row, env: (found(row, env),)


def python_source(checked: Checked) -> str:
    """The generated source, for tests and the curious."""
    module = Module()
    function(module, "main", [checked.core])
    return "\n".join(module.lines)


def _load(module: Module) -> Callable[[Mapping[str, Any], Env], Any]:
    names: dict[str, Any] = {"__builtins__": BUILTINS, **RUNTIME, **module.table}
    code = compile("\n".join(module.lines), "<formula>", "exec")
    exec(code, names)  # noqa: S102 - generated from the typed core; user text is only in the constant table
    found: Callable[[Mapping[str, Any], Env], Any] = names["main"]
    return found
