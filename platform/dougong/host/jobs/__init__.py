"""Long work beside the requests: kept in a table, run by worker threads, seen with progress, stopped, taken up again.

A job of a process that died is found by its lease and begun again from its last checkpoint.
"""

from .queue import Job, Stopped, enqueue, list_recent, request_stop, status
from .worker import Progress, Workers, run_pending

__all__ = [
    "Job",
    "Progress",
    "Stopped",
    "Workers",
    "enqueue",
    "list_recent",
    "request_stop",
    "run_pending",
    "status",
]
