"""The expression language: text to a typed core, and the core to Python and SQL that agree exactly.

It reads no records and evaluates no user text; `dougong.expressions.sql` is its SQL back end.
"""

from .checking.check import Checked, check, fields_used
from .core import Core, Path, from_json, to_json
from .env import Env
from .parser import parse
from .problems import ExpressionError, FormulaProblem
from .python import compile_python, compile_python_many
from .schema import Schema
from .source import normalise_source

__all__ = [
    "Checked",
    "Core",
    "Env",
    "ExpressionError",
    "FormulaProblem",
    "Path",
    "Schema",
    "check",
    "compile_python",
    "compile_python_many",
    "fields_used",
    "from_json",
    "normalise_source",
    "parse",
    "to_json",
]
