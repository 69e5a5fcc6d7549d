"""What formulas read of the workspace's settings, changed: every process takes it up, and kept results follow."""

from typing import TYPE_CHECKING

from dougong.expressions.core import Operation, walk
from dougong.expressions.functions import FUNCTIONS
from dougong.expressions.functions.kind import Native
from dougong.host.preferences import Preferences
from dougong.host.store import documents
from dougong.records import drift
from dougong.records.context import Context
from dougong.rules import Computation

from .queue import enqueue
from .rechecking import FRESH

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


def heed(context: Context, workspace: "Workspace", before: Preferences, after: Preferences) -> None:
    """Within the transaction that saved them: a release of its own, so that nobody goes on with what was, and a job for
    the formulas that count working days."""
    if _read(before) == _read(after):
        return
    revision = documents.current_revision(context.connection) + 1
    person = context.viewer.person
    documents.record_release(
        context.connection, revision, context.now, action="settings", app="", version="", person=person
    )
    if before.calendar.written != after.calendar.written and (formulas := by_calendar(context)):
        enqueue(workspace, FRESH, {"formulas": formulas}, person, context.connection)


def _read(kept: Preferences) -> tuple[object, ...]:
    return kept.currency, kept.week_start, kept.calendar.written


def by_calendar(context: Context) -> dict[str, list[str]]:
    """Entity -> its stored formulas that count working days."""
    store = context.store
    found = {
        key: [one.field.key for one in drift.stored_formulas(store, key) if _counts(one)]
        for key in store.model.entities
    }
    return {key: fields for key, fields in found.items() if fields}


def _counts(one: Computation) -> bool:
    nodes = (FUNCTIONS.get(node.name) for node in walk(one.value.checked.core) if isinstance(node, Operation))
    return any(node and isinstance(node.meaning, Native) and node.meaning.extra == "workdays" for node in nodes)
