"""The addresses of administration, a router in each part; `people/invite` stands before `people/{id}`."""

from . import (
    audit,
    departments,
    home,
    merged,
    merging,
    people,
    person,
    quality,
    roles,
    security,
    settings,
    sign_ins,
    tokens,
    work,
)

PARTS = (
    home,
    people,
    person,
    sign_ins,
    security,
    tokens,
    work,
    settings,
    audit,
    departments,
    roles,
    merging,
    merged,
    quality,
)
