"""What a tile's figure is held against: the goal's measure for the page's period, in one query of its own entity."""

from decimal import Decimal
from typing import Any

from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.widget import Goal
from dougong.records.values import Aggregate

from .. import door
from .ask import Ask
from .measure import amount
from .narrowing import both


def goal_measure(ask: Ask) -> str:
    """The goal's measure for the period; empty without a goal."""
    goal = ask.widget.target
    return goal.by_period.get(ask.span.period, goal.measure) if goal else ""


def goal_of(ask: Ask) -> Decimal | None:
    """The goal of another entity as one figure; None where there is none, or the viewer may not read it."""
    goal = ask.widget.target
    if goal is None or goal.entity is None or not _readable(ask, goal.entity) or not _fits(ask, goal):
        return None
    try:
        rows = door.aggregate(
            ask.context, Aggregate(goal.entity, {"goal": goal_measure(ask)}, filter=_filter(ask, goal))
        )
    except ProblemsFound:
        return None
    return amount(rows[0]["goal"]) if rows else None


def goals_by(ask: Ask, path: str) -> dict[Any, tuple[str, Decimal]]:
    """Goals of a ranking's rows: value of the goal's group -> (its title, goal)."""
    goal = ask.widget.target
    if goal is None or goal.entity is None or goal.group is None or not _readable(ask, goal.entity):
        return {}
    if not _fits(ask, goal):
        return {}
    try:
        rows = door.aggregate(
            ask.context,
            Aggregate(goal.entity, {"goal": goal_measure(ask)}, (goal.group,), _filter(ask, goal), limit=500),
        )
    except ProblemsFound:
        return {}
    title = f"{goal.group}.$title"
    return {row[goal.group]: (str(row.get(title) or row[goal.group]), amount(row["goal"])) for row in rows}


def _fits(ask: Ask, goal: Goal) -> bool:
    """Whether the goal can be narrowed to the people whose records the tile tells of."""
    return not (ask.people.key and ask.widget.person) or goal.person is not None


def _filter(ask: Ask, goal: Goal) -> str:
    people = ask.people.condition(goal.person) if goal.person and ask.widget.person else ""
    return both(goal.filter or "", people)


def _readable(ask: Ask, entity: str) -> bool:
    viewer = ask.context.viewer
    return viewer.admin or not viewer.on(entity).read.nothing
