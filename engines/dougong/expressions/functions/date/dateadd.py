"""DATEADD: a day plus days ("d"), weeks ("w"), months ("m") or years ("y")."""

from datetime import date
from decimal import Decimal

from dougong.metamodel.text import text

from ...core import Constant, Core
from ...types import DATE, number
from ..kind import Call, Expand, Function

_STEPS = {"d": ("add_days", 1), "w": ("add_days", 7), "m": ("EDATE", 1), "y": ("EDATE", 12)}


def _build(call: Call) -> Core:
    day, count, unit = call.arguments
    found = _STEPS.get(str(unit.value).lower() if isinstance(unit, Constant) else "")
    if found is None:
        raise call.refuse('单位写 "d"、"w"、"m" 或 "y"', 'the unit is "d", "w", "m" or "y"', 2)
    name, times = found
    whole = call.operation("round_down", number(), count, nullable=count.nullable)
    steps = whole if times == 1 else call.arithmetic("*", whole, call.constant(Decimal(times), number()))
    return call.operation(name, DATE, day, steps, nullable=True)


FUNCTION = Function(
    name="DATEADD",
    signature="DATEADD(day: day, count: number, unit: literal) -> date?",
    doc=text(
        '加若干天("d")、周("w")、月("m")或年("y")', 'A day plus days ("d"), weeks ("w"), months ("m") or years ("y")'
    ),
    words="加日期 推迟 以后",
    examples=(
        ('DATEADD(DATE(2026, 1, 31), 1, "m")', date(2026, 2, 28)),
        ('DATEADD(DATE(2026, 1, 1), 2, "w")', date(2026, 1, 15)),
    ),
    meaning=Expand(_build),
)
