"""How many come through: the options of a choice in their order, each with those that came at least that far."""

from dataclasses import dataclass
from decimal import Decimal

from dougong.host.web.format import numbers

from .ask import Ask, Drawn, Kind
from .colours import PALETTE
from .groups import colour_of, options
from .measure import COUNT, amount, figures, measure_of, unit_of
from .narrowing import among, both, list_href, narrowed
from .progress import number_of

WIDE, HIGH, GAP = 200.0, 32.0, 3.0
_LEAST = 26.0


@dataclass(frozen=True, slots=True)
class Step:
    """A trapezoid in a box of 200 by 32 a step; `points` are its corners."""

    label: str
    count: str
    words: str
    exact: str
    conversion: str
    colour: str
    points: str
    middle: float
    href: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """`height` of all steps; `sums` where the measure is not the count."""

    steps: tuple[Step, ...]
    height: float
    sums: bool


def draw(ask: Ask) -> Drawn:
    """One statement by the group. Options that end without success are left out: nobody knows how far those came."""
    path, measure = ask.widget.group[0], measure_of(ask)
    rows = {row[path]: row for row in figures(ask, {"count": COUNT, "measure": measure}, (path,))}
    pipeline = ask.entity.pipeline
    lost = {key for key, stage in pipeline.stages.items() if stage.outcome == "lost"} if pipeline else set()
    known = {
        key: one for key, one in options(ask, path).items() if key not in lost and (not one.retired or key in rows)
    }
    asked = [key for key in known if key in rows]
    if not asked:
        return Drawn(None, list_href(ask))
    keys = list(known)
    keys = keys[: keys.index(asked[-1]) + 1]  # what the filter keeps out at the end is no step
    unit, look = unit_of(ask, measure), ask.look
    counts = [sum(int(rows[k]["count"]) for k in keys[n:] if k in rows) for n in range(len(keys))]
    sums = [sum((amount(rows[k]["measure"]) for k in keys[n:] if k in rows), Decimal(0)) for n in range(len(keys))]
    widths = [max(_LEAST, WIDE * count / (counts[0] or 1)) for count in counts]
    steps = tuple(
        Step(
            known[key].label.in_(look.language), numbers.number(counts[n]), unit.short(sums[n], look), unit.exact(sums[n], look),
            numbers.percent(number_of(100 * counts[n] / counts[n - 1], 0)) if n and counts[n - 1] else "",
            colour_of(ask, path, key) or PALETTE[n % len(PALETTE)],
            _corners(widths[n], widths[n + 1] if n + 1 < len(keys) else widths[n] * 0.82, n), n * (HIGH + GAP) + HIGH / 2,
            list_href(ask, both(narrowed(ask), among(path, keys[n:]))),
        )
        for n, key in enumerate(keys)
    )  # fmt: skip
    return Drawn(Funnel(steps, len(keys) * (HIGH + GAP) - GAP, measure != COUNT), list_href(ask))


def _corners(top: float, bottom: float, n: int) -> str:
    y, middle = n * (HIGH + GAP), WIDE / 2
    pairs = (
        (middle - top / 2, y),
        (middle + top / 2, y),
        (middle + bottom / 2, y + HIGH),
        (middle - bottom / 2, y + HIGH),
    )
    return " ".join(f"{x:.1f},{at:.1f}" for x, at in pairs)


KIND = Kind(draw, "board/funnel.html", "rows")
