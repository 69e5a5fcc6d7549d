"""Who stands where: groups by their measure, each against its own goal or the first of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dougong.host.web.format import numbers

from .ask import Ask, Drawn, Kind
from .goal import goals_by
from .groups import group_label
from .measure import amount, figures, measure_of, unit_of
from .narrowing import both, equals, list_href, narrowed
from .progress import number_of

_GOOD, _POOR = 95, 55


@dataclass(frozen=True, slots=True)
class Place:
    """`width` of the bar in percent; `percent` of the goal, empty without one; `mine` is the reader's own."""

    rank: int
    label: str
    person: bool
    words: str
    exact: str
    goal: str
    width: float
    tone: str
    percent: str
    href: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    places: tuple[Place, ...]
    goals: bool


def draw(ask: Ask) -> Drawn:
    """One statement; goals are one more. Somebody with a goal and nothing yet stands last."""
    path, measure = ask.widget.group[0], measure_of(ask)
    unit = unit_of(ask, measure)
    rows = figures(ask, {"measure": measure}, (path,))
    goals = goals_by(ask, path)
    found: dict[Any, tuple[str, Decimal]] = {
        row[path]: (group_label(ask, path, row), amount(row["measure"])) for row in rows
    }
    for value, (title, _) in goals.items():
        found.setdefault(value, (title, Decimal(0)))
    order = sorted(found.items(), key=lambda one: (-one[1][1], one[1][0]))[: ask.widget.limit]
    if not any(value for _, (_, value) in order) and not goals:
        return Drawn(None, list_href(ask))
    most = max((value for _, (_, value) in order), default=Decimal(0)) or Decimal(1)
    person = ask.field(path).type.widget == "person"
    places = []
    for rank, (key, (label, value)) in enumerate(order, 1):
        goal = goals.get(key, ("", Decimal(0)))[1]
        share = value / goal * 100 if goal else None
        tone = "" if share is None else "green" if share >= _GOOD else "amber" if share < _POOR else ""
        width = share if share is not None else Decimal(0) if goals else value / most * 100
        places.append(
            Place(
                rank, label, person, unit.short(value, ask.look), unit.exact(value, ask.look),
                unit.short(goal, ask.look) if goal else "", round(min(100.0, max(0.0, float(width))), 1), tone,
                numbers.percent(number_of(float(share), 0)) if share is not None else "",
                list_href(ask, both(narrowed(ask), equals(ask, path, key))), person and key == ask.context.viewer.person,
            )
        )  # fmt: skip
    return Drawn(Ranking(tuple(places), bool(goals)), list_href(ask))


KIND = Kind(draw, "board/ranking.html", "rows")
