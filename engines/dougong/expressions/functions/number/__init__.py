"""Functions over numbers."""

from . import (
    abs,
    ceiling,
    floor,
    int,
    mod,
    power,
    quotient,
    round,
    rounddown,
    roundup,
    sign,
    sqrt,
    trunc,
)

MODULES = (
    abs,
    round,
    roundup,
    rounddown,
    trunc,
    int,
    mod,
    quotient,
    power,
    sqrt,
    sign,
    floor,
    ceiling,
)
