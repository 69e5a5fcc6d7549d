"""Functions over conditions and blanks."""

from . import (
    and_,
    between,
    blank,
    coalesce,
    if_,
    iferror,
    ifs,
    in_,
    isblank,
    not_,
    or_,
    switch,
    xor,
)

MODULES = (
    if_,
    ifs,
    switch,
    and_,
    or_,
    not_,
    xor,
    coalesce,
    iferror,
    isblank,
    blank,
    in_,
    between,
)
