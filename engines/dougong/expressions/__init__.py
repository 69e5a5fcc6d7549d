"""The expression language: text to a typed core, and the core to Python and SQL that agree exactly.

It reads no records and evaluates no user text; `dougong.expressions.sql` is its SQL back end.
"""

from .checking.check import Checked, check, fields_used
from .conditions import FilterRow, FlatConditions, Formula, conditions_text, flat_conditions
from .core import Core, Path, from_json, to_json
from .editor import Completion, Diagnosis, complete, diagnose
from .env import Env
from .explain import Explained, explain
from .hint import Hint, hint
from .parser import parse
from .problems import ExpressionError, FormulaProblem
from .python import compile_python, compile_python_many
from .reference import reference
from .schema import Schema
from .source import normalise_source

__all__ = [
    "Checked",
    "Completion",
    "Core",
    "Diagnosis",
    "Env",
    "Explained",
    "ExpressionError",
    "FilterRow",
    "FlatConditions",
    "Formula",
    "FormulaProblem",
    "Hint",
    "Path",
    "Schema",
    "check",
    "compile_python",
    "compile_python_many",
    "complete",
    "conditions_text",
    "diagnose",
    "explain",
    "fields_used",
    "flat_conditions",
    "from_json",
    "hint",
    "normalise_source",
    "parse",
    "reference",
    "to_json",
]
