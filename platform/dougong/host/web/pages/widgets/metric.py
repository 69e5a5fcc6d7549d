"""One figure, how it differs from an earlier period, and how near its goal it is."""

from dataclasses import dataclass
from decimal import Decimal

from dougong.host.web.format import numbers

from .ask import Ask, Drawn, Kind
from .goal import goal_measure, goal_of
from .measure import Unit, amount, figures, measure_of, only, unit_of
from .narrowing import base, both, list_href, within


@dataclass(frozen=True, slots=True)
class Change:
    """The difference to an earlier period; `way` is `up`, `down` or `flat`, `good` None where it says nothing."""

    words: str
    way: str
    good: bool | None
    than: str


@dataclass(frozen=True, slots=True)
class Metric:
    """`share` of the goal is 0 to 1, None without one."""

    words: str
    exact: str
    change: Change | None
    goal: str
    share: float | None
    share_words: str


def draw(ask: Ask) -> Drawn:
    """One statement; a goal of another entity is one more."""
    widget, measure = ask.widget, measure_of(ask)
    unit = unit_of(ask, measure)
    wanted, filter_ = {"now": measure}, None
    if widget.compare and widget.period:
        now, before = ask.span.so_far(ask.look.today, widget.compare)
        conditions = [within(ask, widget.period, span) for span in (ask.span, now, before)]
        wanted = {name: only(measure, one) for name, one in zip(("now", "so_far", "before"), conditions, strict=True)}
        filter_ = both(base(ask), f"({conditions[0]} OR {conditions[2]})")
    goal_words = goal_measure(ask)
    own = widget.target is not None and widget.target.entity in (None, ask.entity.key)
    if own:
        wanted["goal"] = goal_words
    row = figures(ask, wanted, filter_=filter_)[0]
    goal = amount(row["goal"]) if own else goal_of(ask)
    share = float(amount(row["now"]) / goal) if goal else None
    return Drawn(
        Metric(
            unit.short(row["now"], ask.look) if row["now"] is not None else "—",
            unit.exact(row["now"], ask.look) if row["now"] is not None else "",
            _change(ask, unit, amount(row["so_far"]), amount(row["before"])) if "before" in row else None,
            unit.short(goal, ask.look) if goal else "",
            share,
            numbers.percent(Decimal(share * 100).quantize(Decimal("0.1")).normalize()) if share is not None else "",
        ),
        list_href(ask),
    )


def _change(ask: Ask, unit: Unit, now: Decimal, before: Decimal) -> Change | None:
    words = ask.look.words
    than = {
        "month": words("than last month"), "quarter": words("than last quarter"), "year": words("than last year"),
    }[ask.span.period] if ask.widget.compare == "previous" else words("than a year ago")  # fmt: skip
    if not before:
        return Change("+" + unit.short(now, ask.look), "up", ask.widget.better == "more", than) if now > 0 else None
    share = (now - before) / abs(before) * 100
    way = "flat" if abs(share) < Decimal("0.05") else "up" if share > 0 else "down"
    good = None if way == "flat" else (way == "up") == (ask.widget.better == "more")
    digits = Decimal(1) if abs(share) >= 100 else Decimal("0.1")
    return Change(numbers.percent(abs(share).quantize(digits)), way, good, than)


KIND = Kind(draw, "board/metric.html", "figure")
