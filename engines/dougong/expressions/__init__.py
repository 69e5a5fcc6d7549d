"""The expression language: text to a typed core, and the core to Python and SQL that agree exactly.

It reads no records and evaluates no user text; `dougong.expressions.sql` is its SQL back end.
"""

from .checking.check import Checked, check, fields_used
from .conditions import Group, groups_text, read_groups
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
from .source import has_comments, normalise_source

__all__ = [
    "Checked",
    "Completion",
    "Core",
    "Diagnosis",
    "Env",
    "Explained",
    "ExpressionError",
    "FormulaProblem",
    "Group",
    "Hint",
    "Path",
    "Schema",
    "check",
    "compile_python",
    "compile_python_many",
    "complete",
    "diagnose",
    "explain",
    "fields_used",
    "from_json",
    "groups_text",
    "has_comments",
    "hint",
    "normalise_source",
    "parse",
    "read_groups",
    "reference",
    "to_json",
]
