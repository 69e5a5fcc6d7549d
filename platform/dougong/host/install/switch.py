"""From the documents in force to others, within the caller's transaction: tables, values at stake, stored formulas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnClause, Connection, func, select
from sqlalchemy import column as lightweight_column
from sqlalchemy import table as lightweight_table

from dougong.host.jobs import indexing
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records import sync
from dougong.records.context import Context
from dougong.records.names import table_name
from dougong.records.rights import SYSTEM
from dougong.records.store import RecordStore
from dougong.records.sync import Step, SyncPlan

from . import formulas

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

Kept = tuple[tuple[Step, int], ...]
"""Steps that put data out of sight, each with its number of values (of a column) or rows (of a table)."""


@dataclass(frozen=True, slots=True)
class Switched:
    """`context` reads and writes records by the new documents; `before` is the model until now."""

    context: Context
    steps: tuple[Step, ...]
    kept: Kept
    before: Model


def switch(
    connection: Connection,
    workspace: "Workspace",
    present: Sequence[Document],
    wanted: Iterable[Document],
    *,
    allow_drop: bool = False,
    allow_change: bool = False,
) -> Switched:
    """Brings tables and stored formulas in line with checked documents; storing and releasing them is the caller's.

    Raises ProblemsFound when values would be put out of sight, counted, unless `allow_drop`; with `allow_change` somebody
    has looked at those whose type changes.
    """
    store = RecordStore(compile_model(wanted))
    plan = sync.plan(connection, store, workspace.clock().astimezone(workspace.settings.zone).date())
    kept = count_kept(connection, plan)
    if not allow_drop:
        _refuse_drop(one for one in kept if not (allow_change and one[0].kind == "change_column"))
    before = compile_model(present)
    sync.apply(connection, store, plan, before, workspace.settings.language)
    indexing.later(workspace, connection, plan.later)
    context = workspace.context(connection, store, SYSTEM)
    formulas.bring_up_to_date(context, workspace, before)
    return Switched(context, plan.steps, kept, before)


def count_kept(connection: Connection, plan: SyncPlan) -> Kept:
    """What a plan puts out of sight, counted exactly; what comes back without some of its columns was out of sight."""
    found = []
    back = {step.entity for step in plan.steps if step.kind == "restore_table"}
    for step in plan.steps:
        if step.destructive and step.entity not in back:
            whole = step.kind == "set_table_aside"
            source = lightweight_table(step.name if whole else table_name(step.entity), lightweight_column("id"))
            value: ColumnClause[Any] = lightweight_column("id" if whole else step.name)
            count = connection.execute(select(func.count(value)).select_from(source)).scalar_one()
            found.append((step, count))
    return tuple(found)


def _refuse_drop(kept: Iterable[tuple[Step, int]]) -> None:
    problems = [
        Problem(
            "data_at_stake",
            text(f"{step.words.zh}(涉及 {count} 条)", f"{step.words.en} ({count} at stake)"),
            f"{step.entity}.{step.name}" if step.kind != "set_table_aside" else step.entity,
            fix=text("确认后加 --allow-drop；数据会改名保留", "Confirm with --allow-drop; the data is kept aside"),
        )
        for step, count in kept
        if count
    ]
    if problems:
        raise ProblemsFound(problems)
