"""Rules over batches of plain rows: default, compute, validate, and the gates of a pipeline.

Pure: rows and an Env in, values and Problems out. It reads and writes
nothing; the write path prefetches `dependencies`.
"""

from .compile import compile_rules
from .compute import compute
from .defaults import defaults
from .dependents import Dependent, dependents
from .gates import gates
from .rule_set import Computation, Condition, Filling, RuleRow, RuleSet
from .validate import validate

__all__ = [
    "Computation",
    "Condition",
    "Dependent",
    "Filling",
    "RuleRow",
    "RuleSet",
    "compile_rules",
    "compute",
    "defaults",
    "dependents",
    "gates",
    "validate",
]
