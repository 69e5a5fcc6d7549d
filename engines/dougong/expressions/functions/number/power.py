"""POWER: the number to a whole power; also written a^b."""

from decimal import Decimal
from functools import reduce

from dougong.metamodel.text import text

from ...core import Constant, Core
from ...types import number
from ..kind import Call, Expand, Function

MOST = 12


def _build(call: Call) -> Core:
    """Repeated multiplication, rounded to six digits at each step, so that every database gives the same."""
    base, exponent = call.arguments
    power = exponent.value if isinstance(exponent, Constant) else None
    if not isinstance(power, Decimal) or power != int(power) or abs(power) > MOST:
        raise call.refuse(
            f"指数要写成 -{MOST} 到 {MOST} 的整数", f"the exponent is written as a whole number, -{MOST} to {MOST}", 1
        )
    if power == 0:
        return call.constant(Decimal(1), number())
    product = reduce(lambda a, b: call.arithmetic("*", a, b), [base] * abs(int(power)))
    return call.arithmetic("/", call.constant(Decimal(1), number()), product) if power < 0 else product


FUNCTION = Function(
    name="POWER",
    signature="POWER(number: number, exponent: number) -> number(6)?",
    doc=text("乘方，指数为整数；写成 a^b 也可以", "The number to a whole power; also written a^b"),
    words="乘方 幂 次方",
    examples=(
        ("POWER(2, 10)", 1024),
        ("POWER(2, -1)", Decimal("0.5")),
        ("1.1 ^ 2", Decimal("1.21")),
        ("POWER(0, -1)", None),
    ),
    meaning=Expand(_build),
)
