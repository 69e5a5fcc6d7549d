"""Schema sync: brings the tables of user-defined entities in line with a compiled model, losing nothing."""

from .apply import apply, rebuild_closure
from .later import build, missing
from .plan import plan
from .steps import Step, SyncPlan

__all__ = ["Step", "SyncPlan", "apply", "build", "missing", "plan", "rebuild_closure"]
