"""What will come in: the measure in parts from certain to hoped for, stacked towards a goal, and by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dougong.host.web.format import numbers

from .ask import Ask, Drawn, Kind
from .buckets import bucket_expression, bucket_label, bucket_span, buckets
from .colours import PALETTE
from .goal import goal_measure, goal_of
from .measure import amount, figures, measure_of, only, unit_of
from .narrowing import both, list_href, narrowed, within
from .progress import number_of


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: where it begins and how long it is, in percent of the bar."""

    label: str
    words: str
    exact: str
    colour: str
    at: float
    width: float
    href: str


@dataclass(frozen=True, slots=True)
class Small:
    """One month's bar."""

    label: str
    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """`gap` is what the certain parts lack of the goal; `reach` is what all of them together make of it."""

    parts: tuple[Part, ...]
    goal: str
    goal_at: float
    gap_label: str
    gap: str
    short: bool
    reach_label: str
    reach: str
    reached: bool
    small: tuple[Small, ...]


def draw(ask: Ask) -> Drawn:
    """One statement with a measure per part, by month where the definition groups; a goal is one more."""
    widget, measure = ask.widget, measure_of(ask)
    unit = unit_of(ask, measure)
    wanted = {f"s{n}": only(measure, one.when) for n, one in enumerate(widget.series)}
    own = widget.target is not None and widget.target.entity in (None, ask.entity.key)
    if own:
        wanted["goal"] = goal_measure(ask)
    by = widget.group[0] if widget.group else ""
    bucket = widget.bucket or "month"
    group = (bucket_expression(ask, by, bucket),) if by else ()
    rows = figures(ask, wanted, group)
    sums = [sum((amount(row[f"s{n}"]) for row in rows), Decimal(0)) for n in range(len(widget.series))]
    goal = sum((amount(row["goal"]) for row in rows), Decimal(0)) if own else goal_of(ask)
    if not any(sums) and not goal:
        return Drawn(None, list_href(ask))
    whole = max(sum(sums, Decimal(0)), goal or Decimal(0)) or Decimal(1)
    small: list[Small] = []
    if by:
        found = {str(row[key_of]): row for row in rows for key_of in group}
        keys = buckets(ask.span.start, ask.span.end, bucket)
        each = {key: [amount(found.get(key, {}).get(f"s{n}")) for n in range(len(sums))] for key in keys}
        most = max((sum(values, Decimal(0)) for values in each.values()), default=Decimal(0)) or Decimal(1)
        if len(keys) > 1:
            small = [
                Small(
                    bucket_label(key, bucket, ask.look.language, short=len(keys) > 6), unit.short(sum(values, Decimal(0)), ask.look),
                    _parts(ask, values, most, unit, within(ask, by, bucket_span(key, bucket))),
                )
                for key, values in each.items()
            ]  # fmt: skip
    return Drawn(
        _forecast(ask, sums, goal, unit, _parts(ask, sums, whole, unit, ""), float((goal or 0) / whole * 100), tuple(small)),
        list_href(ask, both(narrowed(ask), " OR ".join(f"({one.when})" for one in widget.series))),
    )  # fmt: skip


def _forecast(
    ask: Ask, sums: Sequence[Decimal], goal: Decimal | None, unit: Any, parts: tuple[Part, ...], at: float, small: tuple[Small, ...]
) -> Forecast:  # fmt: skip
    words, labels = ask.look.words, [one.label.in_(ask.look.language) for one in ask.widget.series]
    if not goal or len(sums) < 2:
        return Forecast(parts, "", 0, "", "", False, "", "", False, small)
    gap = sum(sums[:-1], Decimal(0)) - goal
    reach = sum(sums, Decimal(0)) / goal * 100
    return Forecast(
        parts, unit.short(goal, ask.look), round(at, 2),
        words("{name} gap", name=labels[-2]) if gap < 0 else words("{name} surplus", name=labels[-2]),
        unit.short(gap, ask.look) if gap < 0 else "+" + unit.short(gap, ask.look), gap < 0,
        words("{name} reach", name=labels[-1]), numbers.percent(number_of(float(reach), 0)), reach >= 100, small,
    )  # fmt: skip


def _parts(ask: Ask, values: Sequence[Decimal], whole: Decimal, unit: Any, condition: str) -> tuple[Part, ...]:
    found, at, colours = list[Part](), 0.0, _colours(ask)
    for n, (series, value) in enumerate(zip(ask.widget.series, values, strict=True)):
        width = max(0.0, float(value / whole * 100))
        found.append(
            Part(
                series.label.in_(ask.look.language), unit.short(value, ask.look), unit.exact(value, ask.look),
                colours[n], round(at, 2), round(width, 2),
                list_href(ask, both(narrowed(ask), condition, series.when)),
            )
        )  # fmt: skip
        at += width
    return tuple(found)


def _colours(ask: Ask) -> list[str]:
    """As defined; what is only hoped for, the last of three or more, is pale in the colour of what stands before it."""
    found = [one.colour or PALETTE[n % len(PALETTE)] for n, one in enumerate(ask.widget.series)]
    if len(found) > 2 and not ask.widget.series[-1].colour:
        found[-1] = f"{found[-2]} pale"
    return found


KIND = Kind(draw, "board/forecast.html", "figure tall")
