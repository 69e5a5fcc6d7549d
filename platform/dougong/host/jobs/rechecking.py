"""Looks every night whether stored formulas are what they come to now, puts right what differs and says so.

After an installation the same is done for formulas that are new or say something else; that is no drift.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dougong.host.store.tables import workspace_meta
from dougong.metamodel.text import text
from dougong.records import drift
from dougong.records.rights import SYSTEM

from .queue import enqueue, last_of
from .recalculating import work_off

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

    from .queue import Job
    from .worker import Progress

_LOG = logging.getLogger("dougong.jobs")
NIGHTLY, FRESH = "recheck", "fill_formulas"
_HOUR = 3  # of the workspace's zone
_BATCH = 1000
_SHOWN = 5  # ids per formula
Formulas = Mapping[str, Sequence[str]]
"""Entity -> its stored formulas."""


def arrange(workspace: "Workspace") -> None:
    """Puts the nightly job in at three o'clock, or at the first look after it."""
    now = workspace.clock().astimezone(workspace.settings.zone)
    due = now.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    if now >= due and _last(workspace) < due:
        enqueue(workspace, NIGHTLY, {})


def _last(workspace: "Workspace") -> datetime:
    """When the last one was put in; a new workspace needs none before its first night."""
    last = last_of(workspace, NIGHTLY)
    if last is not None:
        return last.created_at
    with workspace.engine.connect() as connection:
        made: datetime = connection.execute(select(workspace_meta.c.created_at)).scalar_one()
    return made


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Result {"records": looked at, "wrong": {"entity.field": how many}, "examples": {"entity.field": [ids]}}."""
    work_off(workspace, progress)  # what is known to be late is no drift
    found = _walk(workspace, job, progress, every_formula(workspace))
    count = sum(found["wrong"].values())
    if count:
        _LOG.warning("stored formulas differed and were put right", extra={"workspace": workspace.key, **found})
        words = text(
            f"{count} 个保存的公式值不对，已改正", f"{count} kept values of formulas were wrong and were put right"
        )
    else:
        words = text("保存的公式值都对", "All kept values of formulas are right")
    progress(found["records"], found["records"], words.in_(workspace.settings.language))
    return found


def fill(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """Payload {"formulas": {entity: [fields]}}; result {"records": looked at}."""
    return {"records": _walk(workspace, job, progress, job.payload["formulas"])["records"]}


def every_formula(workspace: "Workspace") -> Formulas:
    """All stored formulas of a workspace."""
    store = workspace.store
    found = {key: [one.field.key for one in drift.stored_formulas(store, key)] for key in store.model.entities}
    return {key: fields for key, fields in found.items() if fields}


def _walk(workspace: "Workspace", job: "Job", progress: "Progress", formulas: Formulas) -> dict[str, Any]:
    """Batch by batch, entity by entity; taken up again, from the batch after the last one that was done."""
    begin: dict[str, Any] = {"entity": "", "after": None, "records": 0, "wrong": {}, "examples": {}}
    state = {**begin, **(job.checkpoint or {})}
    for entity in sorted(key for key in formulas if key >= state["entity"]):
        after = state["after"] if entity == state["entity"] else None
        while (found := _batch(workspace, entity, formulas[entity], after, state)) is not None:
            after = found.last
            state |= {"entity": entity, "after": after, "records": state["records"] + found.rows}
            progress(state["records"])
            progress.checkpoint(state)
    return {key: state[key] for key in ("records", "wrong", "examples")}


def _batch(
    workspace: "Workspace", entity: str, fields: Sequence[str], after: str | None, state: dict[str, Any]
) -> drift.Found | None:
    """Looks without holding anybody up; only what differs is looked at again, and written, in a transaction of its own."""
    with workspace.reading(SYSTEM) as ctx:
        known = entity in ctx.store.model.entities
        found = drift.look(ctx, entity, fields, after, _BATCH) if known else drift.Found(0, None)
    if found.last is None:
        return None
    if found.wrong or found.dated:
        with workspace.writing(SYSTEM) as ctx:
            repaired = drift.repair(ctx, entity, found)
        for field, count in repaired.items():
            name = f"{entity}.{field}"
            state["wrong"] = {**state["wrong"], name: state["wrong"].get(name, 0) + count}
            seen = [*state["examples"].get(name, ()), *found.wrong[field]][:_SHOWN]
            state["examples"] = {**state["examples"], name: seen}
    return found
