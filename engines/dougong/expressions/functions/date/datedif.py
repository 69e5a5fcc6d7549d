"""DATEDIF: complete years ("y"), months ("m") or days ("d") between two days; blank when they are reversed."""

from dougong.metamodel.text import text

from ...core import Constant, Core
from ...types import number
from ..kind import Call, Expand, Function


def _build(call: Call) -> Core:
    start, end, unit = call.arguments
    name = {"d": "DAYSBETWEEN", "m": "MONTHSBETWEEN", "y": "YEARSBETWEEN"}.get(
        str(unit.value).lower() if isinstance(unit, Constant) else ""
    )
    if name is None:
        raise call.refuse('单位写 "y"、"m" 或 "d"', 'the unit is "y", "m" or "d"', 2)
    return call.operation(name, number(), start, end, nullable=True)


FUNCTION = Function(
    name="DATEDIF",
    signature="DATEDIF(from: day, to: day, unit: literal) -> number(0)?",
    doc=text(
        '两个日期相差的整年("y")、整月("m")或天("d")；先后颠倒为空',
        'Complete years ("y"), months ("m") or days ("d") between two days; blank when they are reversed',
    ),
    words="日期差 相差 间隔",
    examples=(
        ('DATEDIF(DATE(2026, 1, 31), DATE(2026, 2, 28), "m")', 0),
        ('DATEDIF(DATE(2024, 2, 29), DATE(2026, 2, 28), "y")', 1),
        ('DATEDIF(DATE(2026, 1, 2), DATE(2026, 1, 1), "d")', None),
    ),
    meaning=Expand(_build),
)
