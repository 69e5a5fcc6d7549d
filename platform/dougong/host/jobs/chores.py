"""What the worker does besides jobs, each workspace in turn: the one list, with how often each is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import indexing, recalculating, rechecking
from .clean import clean
from .sealing import seal_history
from .searching import catch_up
from .telling import tell_of_changes

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Chore:
    """`every` in seconds of the machine; what is due by the calendar asks the workspace's clock itself. `at_start`: not
    only after the first interval."""

    run: Callable[["Workspace"], object]
    every: float
    at_start: bool = True


CHORES = (
    Chore(catch_up, 0),
    Chore(tell_of_changes, 0),
    Chore(recalculating.arrange, 0),
    Chore(rechecking.arrange, 60),
    Chore(indexing.arrange, 6 * 3600),
    Chore(seal_history, 600, at_start=False),
    Chore(clean, 3600),
)
