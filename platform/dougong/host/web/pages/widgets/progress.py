"""A ring: how much of a goal is reached, and how much of the time has passed."""

from dataclasses import dataclass
from decimal import Decimal

from dougong.host.web.format import numbers

from .ask import Ask, Drawn, Kind
from .goal import goal_measure, goal_of
from .measure import amount, figures, measure_of, unit_of
from .narrowing import list_href

RADIUS = 54
_ROUND = 2 * 3.14159265 * RADIUS


@dataclass(frozen=True, slots=True)
class Progress:
    """Lengths are along the ring; `turn` is where the time stands, in degrees; without a goal the figure is the share."""

    percent: str
    filled: float
    around: float
    turn: float
    reached: str
    reached_exact: str
    goal: str
    elapsed: str
    difference: str
    ahead: bool


def draw(ask: Ask) -> Drawn:
    """One statement; a goal of another entity is one more."""
    goal_here = ask.widget.target
    own = goal_here is not None and goal_here.entity in (None, ask.entity.key)
    measure = measure_of(ask)
    row = figures(ask, {"now": measure} | ({"goal": goal_measure(ask)} if own else {}))[0]
    goal = amount(row["goal"]) if own else goal_of(ask)
    words, today = ask.look.words, ask.look.today
    if goal_here is None:
        share = amount(row["now"]) / 100
        if row["now"] is None:
            return Drawn(None, list_href(ask))
    elif not goal:
        return Drawn(None, list_href(ask))
    else:
        share = amount(row["now"]) / goal
    unit = unit_of(ask, measure)
    elapsed = ask.span.elapsed(today)
    difference = float(share) - elapsed
    points = number_of(abs(difference) * 100)
    left = ask.span.left(today)
    return Drawn(
        Progress(
            numbers.percent(number_of(float(share) * 100)), round(min(1.0, max(0.0, float(share))) * _ROUND, 2), round(_ROUND, 2),
            round(elapsed * 360, 1), unit.short(row["now"], ask.look) if goal else "",
            unit.exact(row["now"], ask.look) if goal else "", unit.short(goal, ask.look) if goal else "",
            numbers.percent(number_of(elapsed * 100, 0)),
            words("{n} points ahead", n=points) if difference >= 0 else words("{n} points behind", n=points), difference >= 0,
        ),
        list_href(ask), note=words.count("{n} day left", "{n} days left", left) if left else words("last day"),
    )  # fmt: skip


def number_of(value: float, digits: int = 1) -> Decimal:
    """A share as a figure that is read: at most one digit after the point."""
    return Decimal(str(round(value, digits))).normalize() if round(value, digits) % 1 else Decimal(round(value))


KIND = Kind(draw, "board/progress.html", "ring")
