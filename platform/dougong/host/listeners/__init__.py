"""Who hears of changes: the one list, called by the worker with events of the outbox, each exactly once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dougong.records.context import Context

from .owners import tell_owners
from .shares import tell_shared

Event = Mapping[str, Any]
"""A row of the outbox: entity, action, ids, fields, actor, cause_kind, cause_ref, at."""
LISTENERS: tuple[Callable[[Context, Sequence[Event]], object], ...] = (tell_owners, tell_shared)
