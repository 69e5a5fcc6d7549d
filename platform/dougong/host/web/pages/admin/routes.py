"""The addresses of administration in one router; `people/invite` stands before `people/{id}`."""

from fastapi import APIRouter

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

router = APIRouter()
for _part in (
    home.router,
    people.router,
    person.router,
    sign_ins.router,
    security.router,
    tokens.router,
    work.router,
    settings.router,
    audit.router,
    departments.router,
    roles.router,
    merging.router,
    merged.router,
    quality.router,
):
    router.include_router(_part)
