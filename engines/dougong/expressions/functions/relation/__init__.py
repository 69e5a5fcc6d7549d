"""Figures over related rows."""

from . import (
    all,
    any,
    average,
    count,
    first,
    join,
    last,
    max,
    min,
    sum,
)

MODULES = (
    sum,
    count,
    average,
    min,
    max,
    join,
    any,
    all,
    first,
    last,
)
