"""The REST API: one set of endpoints per entity, through the same door as the pages."""

from fastapi import APIRouter

from . import actions, history, openapi, records, search

router = APIRouter(include_in_schema=False)
for part in (openapi, search, actions, history, records):
    router.include_router(part.router)

__all__ = ["router"]
