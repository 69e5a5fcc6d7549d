"""Exact numbers: rounding half away from zero, and the bound beyond which a result is blank."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext

from .types import LIMIT

STEPS = tuple(Decimal(1).scaleb(-digits) for digits in range(31))


def half_up(x: Decimal, digits: int) -> Decimal:
    """Rounded to digits, half away from zero."""
    return x.quantize(STEPS[digits], ROUND_HALF_UP)


def bounded(x: Decimal) -> Decimal | None:
    """The number, None when it is 10^12 or more."""
    return x if -LIMIT < x < LIMIT else None


def multiply(a: Decimal, b: Decimal, digits: int) -> Decimal | None:
    """Product rounded to digits; at most 24 digits count, so the default context is exact where the result is in bounds."""
    x = a * b
    return bounded(Decimal(x).quantize(STEPS[digits], ROUND_HALF_UP)) if -LIMIT < x < LIMIT else None


def divide(a: Decimal, b: Decimal, digits: int) -> Decimal | None:
    """Quotient rounded to digits; None for a divisor of 0."""
    if not b:
        return None
    x = Decimal(a) / b
    if not -LIMIT < x < LIMIT:
        return None
    return bounded(x.quantize(STEPS[digits], ROUND_HALF_UP))


def rounded(x: Decimal, digits: int, mode: str = "round") -> Decimal | None:
    """`round`, `round_up` or `round_down` to digits; None when that leaves the bounds."""
    rounding = {"round": ROUND_HALF_UP, "round_up": ROUND_UP, "round_down": ROUND_DOWN}[mode]
    return bounded(Decimal(x).quantize(STEPS[digits], rounding))


def plain(x: Decimal) -> str:
    """The number as text, without zeros at the end."""
    with localcontext() as context:
        context.prec = 60
        written = format(Decimal(x), "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
