"""The addresses of the studio, a router in each part."""

from . import (
    draft_routes,
    entity_routes,
    entity_used,
    form_routes,
    home,
    menu_routes,
    publish_page,
    release_pages,
    try_pages,
)

PARTS = (
    home,
    draft_routes,
    entity_routes,
    entity_used,
    form_routes,
    menu_routes,
    publish_page,
    release_pages,
    try_pages,
)
