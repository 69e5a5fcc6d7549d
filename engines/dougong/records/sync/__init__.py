"""Schema sync: brings the tables of user-defined entities in line with a compiled model, losing nothing."""

from .apply import apply, aside_of, rebuild_closure
from .later import build, missing
from .plan import plan
from .steps import Step, SyncPlan

__all__ = ["Step", "SyncPlan", "apply", "aside_of", "build", "missing", "plan", "rebuild_closure"]
