"""The path of stages a record moves along: where it stands, where it may go, how long it stayed in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor

from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.history import Event, of_field
from dougong.records.values import Row
from dougong.rules.gates import allowed

from .look import Look
from .show import options_of

_CAME_WITH_IT = frozenset({"install", "import"})
"""Causes of a record's first stage that do not tell since when it stood there."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the path: `state` is done, now or next; `days` it stood there, None where nobody knows."""

    key: str
    label: str
    state: str
    outcome: str
    may: bool
    days: int | None = None


def stages(context: Context, entity: EntityModel, row: Row, look: Look, may_edit: bool) -> tuple[Stage, ...]:
    """Nothing for an entity without a pipeline; one statement over the history where there is one."""
    pipeline = entity.pipeline
    if pipeline is None:
        return ()
    options = options_of(entity.fields[pipeline.field].field)
    now = row.get(pipeline.field)
    keys = [  # the options have an order; one that is not offered any more is only shown where the record stands in it
        key for key, option in options.items()
        if (not pipeline.stages or key in pipeline.stages) and (not option.retired or key == now)
    ]  # fmt: skip
    open_keys = [key for key in keys if not pipeline.stages.get(key) or pipeline.stages[key].outcome == "open"]
    at = keys.index(now) if now in keys else -1
    days = days_in(context, entity, str(row["id"]), pipeline.field) if entity.definition.features.history else {}
    found = []
    for index, key in enumerate(keys):
        info = pipeline.stages.get(key)
        state = "now" if key == now else "done" if index < at and key in open_keys else "next"
        may = may_edit and key != now and (now is None or allowed(pipeline, str(now), key))
        shown = days.get(key) if state != "next" else None
        found.append(
            Stage(key, options[key].label.in_(look.language), state, info.outcome if info else "open", may, shown)
        )
    return tuple(found)


def days_in(context: Context, entity: EntityModel, identity: str, field: str) -> Mapping[str, int]:
    """Stage -> whole days the record stood there, the present one until now; visits to a stage add up."""
    moves = of_field(context, entity.key, identity, field)
    spent: dict[str, float] = {}
    for one, after in zip(moves, [*moves[1:], None], strict=False):  # none for a record that is older than its stages
        stage = one.changes[field][1]
        if isinstance(stage, str) and not _unknown(one):
            until: datetime = after.at if after else context.now
            spent[stage] = spent.get(stage, 0.0) + (until - one.at).total_seconds() / 86_400
    return {stage: floor(days) for stage, days in spent.items()}


def _unknown(event: Event) -> bool:
    return event.cause.kind in _CAME_WITH_IT
