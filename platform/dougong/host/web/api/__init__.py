"""The REST API: one set of endpoints per entity, through the same door as the pages."""

from . import actions, history, openapi, records, search, shares

ROUTES = [route for part in (openapi, search, actions, history, shares, records) for route in part.ROUTES]
"""In the order in which they are tried."""
